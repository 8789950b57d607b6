import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import type { JsonObject } from "#lib/flow/json.ts";
import { createHttpClient, type HttpClient } from "#lib/http/client.ts";
import { createOffload, type Offload } from "#lib/offload/offload.ts";
import { doneOf, executeNode, failsWith, type TestContext } from "../testing/context.ts";
import { hookConnection, startLocalHook } from "../testing/local-hook.fixture.ts";
import { definition } from "./definition.ts";
import { execute } from "./execute.ts";

let hook: Awaited<ReturnType<typeof startLocalHook>>;
let http: HttpClient;
let offload: Offload;

before(async () => {
  hook = await startLocalHook();
  http = createHttpClient({ allow: [hook.host] });
  offload = createOffload();
});
beforeEach(() => {
  hook.calls.length = 0;
});
after(async () => {
  await http.close();
  offload.close();
  await hook.close();
});

function make(config: JsonObject, context: TestContext = {}) {
  const settings = { data: [{ name: "email", value: "ada@example.com" }], ...config };
  const connection = hookConnection("make", hook.origin);
  return executeNode(definition, execute, settings, { http, offload, connection, ...context });
}

describe("make", () => {
  it("Webhook URL: sends the key that Make's hooks can ask for", async () => {
    hook.answer({});
    const connection = hookConnection("make", hook.origin, { secrets: { apiKey: "make-key-1" } });
    await make({}, { connection });
    assert.equal(hook.calls[0]?.headers["x-make-apikey"], "make-key-1");
  });

  it("Data processing: uses what the scenario answers", async () => {
    hook.answer({
      headers: { "content-type": "application/json", "x-run": "9" },
      body: '{"score": 87}',
    });
    const { output } = await doneOf(make({ answer: "response" }));
    const { body, headers, status } = definition.output.parse(output) as JsonObject;
    assert.deepEqual([body, status], [{ score: 87 }, 200]);
    assert.equal((headers as JsonObject)["x-run"], "9");
  });

  it("Scenario Triggers: starts the scenario with the data, and goes on", async () => {
    hook.answer({ body: "Accepted" });
    const { output, port } = await doneOf(make({}));
    assert.deepEqual([port, (output as JsonObject).sent], [undefined, true]);
    assert.deepEqual(hook.lastData(), { email: "ada@example.com" });
  });

  it("Complex Workflows: waits for a scenario that takes its time, and calls back", async () => {
    hook.answer({ body: "Accepted" });
    const execution = await make({ answer: "callback", timeout: 3, timeoutUnit: "days" });
    assert.equal(execution.kind, "wait");
    assert.match(hook.lastData().callback_url, /^https:\/\/patchbay\.example\/callbacks\//);
  });

  it("Data Transformation: gives and takes nested values of every kind", async () => {
    hook.answer({
      headers: { "content-type": "application/json" },
      body: '{"deal":{"amount":12.5,"tags":["a"],"won":true,"note":null}}',
    });
    const data = [
      { name: "deal.amount", value: "12.50", type: "number" },
      { name: "deal.lines", value: '[{"sku":"x"}]', type: "json" },
    ];
    const { output } = await doneOf(make({ data, answer: "response" }));
    assert.deepEqual(hook.lastData(), { deal: { amount: 12.5, lines: [{ sku: "x" }] } });
    const deal = { amount: 12.5, tags: ["a"], won: true, note: null };
    assert.deepEqual((output as JsonObject).body, { deal });
  });

  it("Scenario Setup: says how to answer when the scenario did not", async () => {
    hook.answer({ body: "Accepted" });
    await assert.rejects(
      make({ answer: "response" }),
      failsWith("hook_no_answer", /only said “Accepted”/),
    );
    assert.equal((await doneOf(make({}))).port, undefined);
  });

  it("Error Handling: tells a full queue, which may pass, from a scenario that is off", async () => {
    hook.answer({ status: 400, body: "Queue is full." });
    await assert.rejects(make({}), (error: Error & { fault?: string; status?: number }) => {
      assert.deepEqual([error.fault, error.status], ["upstream", undefined]);
      return failsWith("hook_not_taken", /queue .* is full/)(error);
    });
    hook.answer({ status: 400, body: "Bad JSON" });
    await assert.rejects(make({}), failsWith("hook_refused", /status 400/));
    hook.answer({ status: 410, body: "There is no scenario listening for this webhook." });
    await assert.rejects(make({}), failsWith("hook_gone", /No scenario listens/));
  });

  it("describes itself", () => {
    const one = { data: [{ name: "email", value: "" }] };
    assert.equal(definition.describe(one), "Send *email* to a Make scenario");
  });
});
