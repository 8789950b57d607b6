import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { JsonObject } from "#lib/flow/json.ts";
import { createHttpClient, type HttpClient } from "#lib/http/client.ts";
import { createOffload, type Offload } from "#lib/offload/offload.ts";
import { doneOf, executeNode, failsWith } from "../testing/context.ts";
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
after(async () => {
  await http.close();
  offload.close();
  await hook.close();
});

function zap(config: JsonObject, hookUrl = `${hook.origin}/hooks/catch/1/own/`) {
  const connection = hookConnection("zapier", hook.origin, { secrets: { hookUrl } });
  return executeNode(definition, execute, config, { http, offload, connection });
}

const json = { "content-type": "application/json" };

describe("zapier", () => {
  it("Automation Triggers: starts a Zap and hands on its receipt", async () => {
    hook.answer({ headers: json, body: '{"status":"success","id":"018f","attempt":"018f"}' });
    const { output } = await doneOf(zap({ data: [{ name: "name", value: "Ada" }] }));
    assert.deepEqual((output as JsonObject).body, {
      ...{ status: "success", id: "018f", attempt: "018f" },
    });
  });

  it("Webhook Integration: calls the catch hook with the data as JSON", async () => {
    hook.answer({ headers: json, body: '{"status":"success"}' });
    await zap({ dataAs: "json", json: '{"lead":{"name":"Ada"}}' });
    const call = hook.calls.at(-1);
    assert.deepEqual([call?.method, call?.path], ["POST", "/hooks/catch/1/own/"]);
    assert.deepEqual(hook.lastData(), { lead: { name: "Ada" } });
  });

  it("Multi-app Connections: each connection starts a Zap, and so its apps, of its own", async () => {
    hook.answer({ headers: json, body: '{"status":"success"}' });
    const data = [{ name: "name", value: "Ada" }];
    await zap({ data }, `${hook.origin}/hooks/catch/1/mail/`);
    await zap({ data }, `${hook.origin}/hooks/catch/1/crm/`);
    const paths = hook.calls.slice(-2).map(({ path }) => path);
    assert.deepEqual(paths, ["/hooks/catch/1/mail/", "/hooks/catch/1/crm/"]);
  });

  it("Error Handling: an answer that is no receipt has not started the Zap", async () => {
    hook.answer({ headers: json, body: '{"status":"error"}' });
    await assert.rejects(zap({}), failsWith("hook_refused", /did not take/));
  });

  it("Data Passing: takes 10 MB, and no answer that Zapier cannot give", async () => {
    hook.answer({ headers: json, body: '{"status":"success"}' });
    const value = "x".repeat(990_000);
    const rows = (count: number) =>
      Array.from({ length: count }, (_, n) => ({ name: `f${n}`, value }));
    await doneOf(zap({ data: rows(10) }));
    await assert.rejects(zap({ data: rows(11) }), failsWith("body_too_large", /10 MB at most/));
    const { answer } = definition.fields;
    assert.ok(answer?.kind === "select");
    assert.deepEqual(
      answer.options.map(({ value: id }) => id),
      ["accepted", "callback"],
    );
  });
});
