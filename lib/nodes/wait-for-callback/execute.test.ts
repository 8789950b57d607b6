import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { JsonObject } from "#lib/flow/json.ts";
import { executeNode, failsWith, type TestContext } from "../testing/context.ts";
import { definition } from "./definition.ts";
import { execute } from "./execute.ts";

const url = "https://patchbay.example/callbacks/wait-1.signed";

function wait(config: JsonObject, context: TestContext = {}) {
  return executeNode(definition, execute, config, {
    // A resumed step would be given the address of its next wait.
    callbackUrl: () => (context.resumed === undefined ? url : "https://patchbay.example/next"),
    ...context,
  });
}

describe("wait for callback", () => {
  it("hands the link out at once, and waits for a day by default", async () => {
    assert.deepEqual(await wait({}), {
      kind: "wait",
      wait: { kind: "callback", state: { url }, expiresAt: new Date("2026-03-03T09:30:00.000Z") },
      early: { port: "link", output: { url } },
    });
  });

  it("goes on with the request that came", async () => {
    const request = {
      method: "POST",
      query: { answer: "yes" },
      headers: { "content-type": "application/json" },
      body: { approved: true },
      receivedAt: "2026-03-02T10:00:00.000Z",
    };
    const result = await wait({}, { resumed: { kind: "callback", state: { url }, request } });
    assert.deepEqual(result, { kind: "done", output: { url, ...request } });
    definition.output.parse({ url, ...request });
  });

  it("goes on elsewhere when nobody called", async () => {
    const result = await wait({}, { resumed: { kind: "timeout", state: { url } } });
    assert.deepEqual(result, { kind: "done", port: "timeout", output: { url } });
  });

  it("refuses time-outs that make no sense", async () => {
    for (const timeout of [0, 0.5]) {
      await assert.rejects(
        wait({ timeout, timeoutUnit: "seconds" }),
        failsWith("invalid_value", /shorter than a second/),
      );
    }
    await assert.rejects(wait({ timeout: 367 }), failsWith("invalid_value", /longer than a year/));
  });

  it("describes itself", () => {
    assert.equal(
      definition.describe(definition.defaults),
      "Wait up to *1 day* for a call to a one-time link",
    );
  });
});
