import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { isPatchbayError, type PatchbayError } from "#lib/errors/patchbay-error.ts";
import type { JsonObject } from "#lib/flow/json.ts";
import { createHttpClient, type HttpClient } from "#lib/http/client.ts";
import { createOffload, type Offload } from "#lib/offload/offload.ts";
import { catalog } from "../catalog.ts";
import type { NodeDefinition } from "../contract.ts";
import { executors } from "../executors.ts";
import { doneOf, executeNode, failsWith, type TestContext } from "../testing/context.ts";
import { hookConnection, startLocalHook } from "../testing/local-hook.fixture.ts";

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
  hook.answer({});
});
after(async () => {
  await http.close();
  offload.close();
  await hook.close();
});

const kinds = ["zapier", "make", "pabbly"];
const data = [{ name: "email", value: "ada@example.com" }];

function nodeOf(id: string): NodeDefinition {
  const definition = catalog.find((one) => one.id === id);
  assert.ok(definition);
  return definition;
}

function run(id: string, config: JsonObject, context: TestContext = {}) {
  const { execute } = executors[id] ?? assert.fail(id);
  const connection = hookConnection(id, hook.origin);
  return executeNode(nodeOf(id), execute, config, { http, offload, connection, ...context });
}

async function sendTo(id: string, config: JsonObject = { data }, context: TestContext = {}) {
  const { output } = await doneOf(run(id, config, context));
  nodeOf(id).output.parse(output);
  return output as JsonObject; // its schema says so
}

async function failureOf(running: Promise<unknown>): Promise<PatchbayError> {
  const error: unknown = await running.then(
    () => assert.fail("the step should have failed"),
    (reason: unknown) => reason,
  );
  assert.ok(isPatchbayError(error), String(error));
  return error;
}

for (const id of kinds) {
  describe(`a hook of ${id}`, () => {
    it("Data Mapping: fields by name, nested and of their kinds", async () => {
      const output = await sendTo(id, {
        data: [
          { name: "email", value: "ada@example.com" },
          { name: "address.city", value: "Berlin" },
          { name: "address.zip", value: "01067", type: "text" },
          { name: "amount", value: "12.5", type: "number" },
          { name: "vip", value: "yes", type: "boolean" },
          { name: "tags", value: '["a","b"]', type: "json" },
        ],
      });
      const expected = {
        email: "ada@example.com",
        address: { city: "Berlin", zip: "01067" },
        amount: 12.5,
        vip: true,
        tags: ["a", "b"],
      };
      assert.deepEqual(hook.lastData(), expected);
      assert.deepEqual([output.sent, output.status, output.data], [true, 200, expected]);
      assert.equal(hook.calls[0]?.method, "POST");
      assert.equal(hook.calls[0]?.headers["content-type"], "application/json");
    });

    it("Data Structure: JSON as written, a form, or the address", async () => {
      await sendTo(id, { dataAs: "json", json: '{"lead": {"id": 7}, "list": [1, "a"]}' });
      assert.deepEqual(hook.lastData(), { lead: { id: 7 }, list: [1, "a"] });
      await sendTo(id, { dataAs: "json", json: '{"a b": {"c": "ü&"}, "l": [1]}', sendAs: "form" });
      const form = new URLSearchParams(hook.calls[1]?.body);
      assert.deepEqual(
        [...form],
        [
          ["a b.c", "ü&"],
          ["l", "[1]"],
        ],
      );
      assert.match(String(hook.calls[1]?.headers["content-type"]), /form-urlencoded/);
      await sendTo(id, { data, sendAs: "query" });
      assert.equal(hook.calls[2]?.method, "GET");
      assert.equal(hook.calls[2]?.path, "/hook/secret-part?email=ada%40example.com");
      assert.equal(hook.calls[2]?.body, "");
    });

    it("Webhook URL: is the connection's secret and stands in no output", async () => {
      const output = await sendTo(id);
      assert.equal(hook.calls[0]?.path, "/hook/secret-part");
      assert.doesNotMatch(JSON.stringify(output), /secret-part/);
      hook.answer({ status: 500 });
      const error = await failureOf(run(id, { data }));
      assert.doesNotMatch(error.message + JSON.stringify(error.details), /secret-part/);
    });

    it("Authentication: a header, and a signature that the receiver can check", async () => {
      const signingSecret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
      const connection = hookConnection(id, hook.origin, {
        settings: { headerName: "X-Shared-Secret" },
        secrets: { headerValue: "shared-value", signingSecret },
      });
      await sendTo(id, { data, headers: [{ name: "X-Source", value: "chat" }] }, { connection });
      const [call] = hook.calls;
      assert.equal(call?.headers["x-shared-secret"], "shared-value");
      assert.equal(call?.headers["x-source"], "chat");
      const { createHmac } = await import("node:crypto");
      const { headers, body } = call ?? assert.fail();
      const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
      const expected = createHmac("sha256", Buffer.alloc(32, 7)).update(signed).digest("base64");
      assert.equal(headers["webhook-signature"], `v1,${expected}`);
    });

    it("Trigger Events: rules say when it is sent, and the flow goes on without", async () => {
      const when = (right: string): JsonObject => ({
        data,
        sendWhen: "rules",
        rules: { match: "all", rules: [{ left: "vip", operator: "equals", right }] },
      });
      const skipped = await sendTo(id, when("guest"));
      assert.deepEqual([skipped.sent, skipped.reason], [false, "The rules did not hold."]);
      assert.equal(hook.calls.length, 0);
      assert.equal((await sendTo(id, when("VIP"))).sent, true);
      assert.equal(hook.calls.length, 1);
    });

    it("Send sample: sends once whatever the conditions, and waits for nothing", async () => {
      const never = { match: "all", rules: [{ left: "a", operator: "equals", right: "b" }] };
      const config = { data, sendWhen: "rules", rules: never, answer: "callback" };
      const output = await sendTo(id, config, { action: "send-sample" });
      assert.deepEqual([output.sent, hook.calls.length], [true, 1]);
      assert.equal(hook.lastData().email, "ada@example.com");
      assert.deepEqual(
        nodeOf(id).actions?.map((action) => action.id),
        ["send-sample"],
      );
    });

    it("waits for a call back at a one-time address, and goes on with what it brings", async () => {
      const config = { data, answer: "callback", callbackField: "done.url", timeout: 2 };
      const execution = await run(id, config);
      assert.equal(execution.kind, "wait");
      if (execution.kind !== "wait") return;
      const callbackUrl = "https://patchbay.example/callbacks/wait-1.signature";
      assert.deepEqual(hook.lastData(), { email: "ada@example.com", done: { url: callbackUrl } });
      assert.equal(execution.wait.kind, "callback");
      assert.deepEqual(execution.wait.expiresAt, new Date("2026-03-02T11:30:00.000Z"));
      const { state } = execution.wait;
      const request = { method: "POST", query: {}, headers: {}, body: { ok: 1 }, receivedAt: "" };
      const resumed = await doneOf(
        run(id, config, { resumed: { kind: "callback", state, request } }),
      );
      nodeOf(id).output.parse(resumed.output);
      assert.deepEqual((resumed.output as JsonObject).body, { ok: 1 });
      const late = await doneOf(run(id, config, { resumed: { kind: "timeout", state } }));
      assert.deepEqual([late.port, (late.output as JsonObject).status], ["timeout", 200]);
      assert.equal(hook.calls.length, 1, "it was sent once");
      const list = run(id, { ...config, dataAs: "json", json: "[1]" });
      await assert.rejects(list, failsWith("invalid_value", /must be a JSON object/));
    });

    it("Error Handling: says in plain words what a refusal means, and what may pass", async () => {
      const cases: [number, code: string, fault: string, words: RegExp][] = [
        [404, "hook_gone", "user", /knows no such hook/],
        [401, "hook_refused", "user", /key or the header/],
        [413, "hook_refused", "user", /larger than/],
        [422, "hook_refused", "user", /did not take the data/],
        [302, "hook_refused", "user", /did not take the data/],
        [429, "hook_not_taken", "upstream", /too many calls/],
        [500, "hook_not_taken", "upstream", /problem of its own/],
        [503, "hook_not_taken", "upstream", /problem of its own/],
      ];
      for (const [status, code, fault, words] of cases) {
        hook.answer({ status, headers: { "retry-after": "7" }, body: "what went wrong" });
        const error = await failureOf(run(id, { data }));
        assert.deepEqual([error.code, error.fault], [code, fault], String(status));
        assert.match(error.message, words);
        assert.ok((error.next ?? "").length > 10);
        assert.equal(error.details?.body, "what went wrong");
        if (fault === "upstream") assert.equal(error.retryAfterMs, 7_000);
      }
    });

    it("sends the same key whenever the same step is tried, and counts hops", async () => {
      await sendTo(id, { data }, { idempotencyKey: "run-9:n:1", attempt: 3, hops: 2 });
      assert.equal(hook.calls[0]?.headers["idempotency-key"], "run-9:n:1");
      assert.equal(hook.calls[0]?.headers["patchbay-hops"], "3");
    });

    it("refuses to call this Patchbay itself", async () => {
      const context = { callbackUrl: () => `${hook.origin}/callbacks/x` };
      const connection = hookConnection(id, hook.origin, {
        secrets: { hookUrl: `${hook.origin}/hooks/abc` },
      });
      const running = run(id, { data }, { ...context, connection });
      await assert.rejects(running, failsWith("own_address", /without end/));
      assert.equal(hook.calls.length, 0);
    });

    it("refuses what is too large before anything is sent", async () => {
      const value = "x".repeat(900_000);
      const large = Array.from({ length: 12 }, (_, n) => ({ name: `f${n}`, value }));
      await assert.rejects(run(id, { data: large }), failsWith("body_too_large", /MB at most/));
      assert.equal(hook.calls.length, 0);
    });

    it("names the field that does not fit", async () => {
      const field = (name: string, value: string, type = "auto") =>
        run(id, { data: [{ name, value, type }] });
      await assert.rejects(field("n", "x", "number"), failsWith("invalid_value", /“n” is “x”/));
      await assert.rejects(field("", "x"), failsWith("invalid_value", /no name/));
      await assert.rejects(field("a..b", "x"), failsWith("invalid_value", /“a..b”/));
      await assert.rejects(field("__proto__.x", "1"), failsWith("forbidden_key"));
      const clash = [
        { name: "a", value: "1" },
        { name: "a.b", value: "2" },
      ];
      await assert.rejects(run(id, { data: clash }), failsWith("invalid_value", /inside “a”/));
      await assert.rejects(run(id, { dataAs: "json", json: "{" }), failsWith("invalid_json"));
      assert.equal(({} as { x?: unknown }).x, undefined);
    });
  });
}
