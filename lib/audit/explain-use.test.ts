import assert from "node:assert/strict";
import { test } from "node:test";
import { explainUse } from "./explain-use.ts";

test("what kept a request from an answer is told in words, whatever it was", () => {
  assert.match(explainUse("circuit_open"), /left alone/);
  for (const code of [null, "", "toString", "something_new"])
    assert.equal(explainUse(code), "No answer came.");
});
