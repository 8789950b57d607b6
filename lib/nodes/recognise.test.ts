import assert from "node:assert/strict";
import { test } from "node:test";
import { recognise } from "./recognise.ts";

test("a text gets back the kind that it had, and stays text when in doubt", () => {
  for (const value of [true, false, 12.5, -3, [1, "a"], { a: null }])
    assert.deepEqual(recognise(` ${JSON.stringify(value)} `), value);
  for (const text of ["", "007", "1e3", "12345678901234567890", "null", "Null", "{a", "+49 30 1"])
    assert.equal(recognise(text), text);
});
