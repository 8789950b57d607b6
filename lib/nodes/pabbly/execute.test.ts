import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { pabbly as kind } from "#lib/connections/kinds/pabbly/definition.ts";
import { readValues } from "#lib/connections/read-values.ts";
import type { JsonObject } from "#lib/flow/json.ts";
import { createHttpClient, type HttpClient } from "#lib/http/client.ts";
import { createOffload, type Offload } from "#lib/offload/offload.ts";
import type { ResolvedConnection } from "../contract.ts";
import { doneOf, executeNode, failsWith } from "../testing/context.ts";
import { startLocalHook } from "../testing/local-hook.fixture.ts";
import { definition } from "./definition.ts";
import { execute } from "./execute.ts";

let hook: Awaited<ReturnType<typeof startLocalHook>>;
let http: HttpClient;
let offload: Offload;
let connection: ResolvedConnection;

before(async () => {
  hook = await startLocalHook();
  http = createHttpClient({ allow: [hook.host] });
  offload = createOffload();
  const values = readValues(kind, {
    hookUrl: `${hook.origin}/own`,
    hooks: JSON.stringify([
      { name: "New leads", value: `${hook.origin}/leads` },
      { name: "Support", value: `${hook.origin}/support` },
    ]),
    ...{ otherHost: "true", allowInsecure: "true" },
  });
  connection = { id: "c1", kind: "pabbly", name: "Pabbly", ...values };
});
beforeEach(() => {
  hook.calls.length = 0;
});
after(async () => {
  await http.close();
  offload.close();
  await hook.close();
});

const rule = (left: string, right: string) => ({
  match: "all",
  rules: [{ left, operator: "equals", right }],
});

function send(config: JsonObject) {
  const settings = { data: [{ name: "topic", value: "x" }], ...config };
  return doneOf(executeNode(definition, execute, settings, { http, offload, connection }));
}

describe("pabbly", () => {
  it("Data Routing: the first workflow whose rules hold gets the data, in order", async () => {
    const routes = (topic: string, score: string): JsonObject => ({
      workflowId: "100",
      routes: [
        { hook: "New leads", workflowId: "200", when: rule(topic, "lead") },
        { hook: "support", workflowId: "300", when: rule(score, "high") },
      ],
    });
    const reached: unknown[] = [];
    for (const [topic, score] of [
      ["lead", "high"],
      ["other", "high"],
      ["other", "low"],
    ] as const) {
      const output = (await send(routes(topic, score))).output as JsonObject;
      reached.push([hook.calls.at(-1)?.path, output.workflowId, output.hook]);
    }
    assert.deepEqual(reached, [
      ["/leads", "200", "New leads"],
      ["/support", "300", "support"],
      ["/own", "100", ""],
    ]);
  });

  it("Workflow Triggers: starts the connection's own workflow with the data", async () => {
    const { output } = await send({});
    assert.deepEqual([hook.calls[0]?.method, hook.calls[0]?.path], ["POST", "/own"]);
    assert.equal((output as JsonObject).sent, true);
  });

  it("App Integrations: one connection serves several workflows, each with its apps", async () => {
    for (const name of ["New leads", "Support"]) {
      await send({ routes: [{ hook: name, workflowId: "", when: rule("a", "a") }] });
    }
    assert.deepEqual(
      hook.calls.map(({ path }) => path),
      ["/leads", "/support"],
    );
  });

  it("Trigger Conditions: nothing is sent while the rules do not hold", async () => {
    const { output } = await send({ sendWhen: "rules", rules: rule("a", "b") });
    assert.equal((output as JsonObject).sent, false);
    assert.equal(hook.calls.length, 0);
  });

  it("Workflow ID: stays with the step's output", async () => {
    const { output } = await send({ workflowId: "1234567" });
    assert.equal((definition.output.parse(output) as JsonObject).workflowId, "1234567");
  });

  it("Conditional Logic: a route to a hook that the connection does not have is named", async () => {
    const routes = [{ hook: "Nowhere", workflowId: "", when: rule("a", "a") }];
    await assert.rejects(send({ routes }), failsWith("connection_missing", /“Nowhere”/));
    assert.equal(hook.calls.length, 0);
  });

  it("Data Format: JSON or a form, as the workflow reads it", async () => {
    await send({ sendAs: "form" });
    assert.equal(hook.calls[0]?.body, "topic=x");
    await send({ sendAs: "json" });
    assert.deepEqual(hook.lastData(), { topic: "x" });
  });

  it("Webhook URL: each of a connection's hooks is at the service's host", () => {
    const values = (value: string) => ({
      hookUrl: "https://connect.pabbly.com/workflow/sendwebhookdata/abc",
      hooks: JSON.stringify([{ name: "Leads", value }]),
    });
    assert.throws(() => readValues(kind, values("https://evil.test/x")), /not a host of this/);
    const { settings } = readValues(kind, values("https://hook.pabbly.com/x"));
    assert.deepEqual(settings.hooks, ["Leads"]);
    assert.equal(settings.allowedHosts, "connect.pabbly.com, hook.pabbly.com");
  });
});
