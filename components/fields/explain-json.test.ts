import assert from "node:assert/strict";
import { test } from "node:test";
import { explainJson } from "./explain-json.ts";

test("names the line where the text stops being JSON", () => {
  assert.match(explainJson('{\n  "a": 1\n  "b": 2\n}') ?? "", /line 3, column 3/);
});

test("says when something was left open, and nothing when all is well", () => {
  assert.match(explainJson('{"a": 1') ?? "", /not closed|line 1/);
  assert.equal(explainJson('{"a": 1}'), undefined);
  assert.equal(explainJson("  "), undefined);
});
