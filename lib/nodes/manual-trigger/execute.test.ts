import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { doneOf, executeNode, failsWith } from "../testing/context.ts";
import { definition } from "./definition.ts";
import { execute } from "./execute.ts";

describe("manual trigger", () => {
  it("prefers what the run was started with", async () => {
    const run = executeNode(definition, execute, { input: '{"a":1}' }, { input: { a: 2 } });
    assert.deepEqual((await doneOf(run)).output, { a: 2 });
  });

  it("takes its own input otherwise", async () => {
    const own = executeNode(definition, execute, { input: '{"a":1}' });
    assert.deepEqual((await doneOf(own)).output, { a: 1 });
    assert.deepEqual((await doneOf(executeNode(definition, execute, {}))).output, {});
  });

  it("says where its input stops being JSON", async () => {
    const run = executeNode(definition, execute, { input: '{\n  "a": 1,\n  b\n}' });
    await assert.rejects(run, failsWith("invalid_json", /The input .* line 3, column 3/));
  });
});
