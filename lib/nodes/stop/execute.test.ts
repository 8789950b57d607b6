import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { JsonObject } from "#lib/flow/json.ts";
import { doneOf, executeNode, failsWith } from "../testing/context.ts";
import { definition } from "./definition.ts";
import { execute } from "./execute.ts";

const stop = (config: JsonObject) => doneOf(executeNode(definition, execute, config));

describe("stop", () => {
  it("ends the run with nothing, JSON or text", async () => {
    assert.deepEqual(await stop({}), { kind: "done", output: null, stop: true });
    const json = { resultType: "json", resultJson: '{"total": 3}' };
    assert.deepEqual(await stop(json), { kind: "done", output: { total: 3 }, stop: true });
    assert.equal((await stop({ resultType: "json", resultJson: " " })).output, null);
    const text = { resultType: "text", resultText: "All done" };
    assert.deepEqual(await stop(text), { kind: "done", output: "All done", stop: true });
  });

  it("says where the result stops being JSON", async () => {
    await assert.rejects(
      stop({ resultType: "json", resultJson: "{" }),
      failsWith("invalid_json", /The result .*line 1/),
    );
  });

  it("ends the run as failed, in the author's words", async () => {
    await assert.rejects(
      stop({ outcome: "failure", message: " No address. " }),
      failsWith("stopped_by_flow", /^No address\.$/),
    );
    await assert.rejects(
      stop({ outcome: "failure", message: " " }),
      failsWith("stopped_by_flow", /without a reason/),
    );
  });

  it("describes itself", () => {
    assert.equal(definition.describe({ resultType: "json" }), "End the run with JSON");
    assert.equal(
      definition.describe({ outcome: "failure", message: "Order {{ vars.id }} is lost" }),
      "Fail: *Order id is lost*",
    );
  });
});
