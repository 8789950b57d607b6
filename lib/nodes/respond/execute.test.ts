import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { JsonObject } from "#lib/flow/json.ts";
import { createOffload } from "#lib/offload/offload.ts";
import { doneOf, executeNode, failsWith } from "../testing/context.ts";
import { definition } from "./definition.ts";
import { execute } from "./execute.ts";

function respond(config: JsonObject) {
  return doneOf(executeNode(definition, execute, config));
}

describe("respond", () => {
  it("answers with JSON by default", async () => {
    const { respond: answer, output } = await respond({ bodyJson: '{"id": 7}' });
    assert.deepEqual(answer, {
      status: 200,
      headers: { "content-type": "application/json; charset=utf-8" },
      body: '{"id": 7}',
    });
    assert.deepEqual(output, { status: 200, body: '{"id": 7}' });
  });

  it("answers with text, headers and a templated status", async () => {
    const { respond: answer } = await respond({
      bodyType: "text",
      bodyText: "gone",
      status: "410",
      headers: [
        { name: "Cache-Control", value: "no-store" },
        { name: "X-Off", value: "1", enabled: false },
        { name: "Content-Type", value: "text/csv" },
      ],
    });
    assert.deepEqual(answer, {
      status: 410,
      headers: { "cache-control": "no-store", "content-type": "text/csv" },
      body: "gone",
    });
  });

  it("answers with nothing", async () => {
    const { respond: answer } = await respond({ bodyType: "none", status: 204 });
    assert.deepEqual(answer, { status: 204, headers: {}, body: "" });
  });

  it("says where a body stops being JSON, also a long one", async (test) => {
    await assert.rejects(
      respond({ bodyJson: '{"a": }' }),
      failsWith("invalid_json", /line 1, column 7/),
    );
    const offload = createOffload();
    test.after(() => offload.close());
    const long = `[${"1,".repeat(150_000)}x]`;
    const run = executeNode(definition, execute, { bodyJson: long }, { offload });
    await assert.rejects(run, failsWith("invalid_json", /The JSON body .*column 300002/));
  });

  it("refuses headers that would harm Patchbay or its visitors", async () => {
    const refused: [string, string][] = [
      ["Set-Cookie", "a=b"],
      ["Content-Length", "0"],
      ["Content-Type", "text/html"],
      ["content-type", "image/svg+xml"],
      ["X-A", "a\r\nb: c"],
      ["X A", "a"],
      ["", "a"],
    ];
    for (const [name, value] of refused) {
      await assert.rejects(respond({ headers: [{ name, value }] }), failsWith("invalid_header"));
    }
    await assert.rejects(
      respond({ headers: [{ name: "__proto__", value: "a" }] }),
      failsWith("forbidden_key"),
    );
  });
});
