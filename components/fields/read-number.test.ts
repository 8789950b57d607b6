import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { numberProblem, readNumber } from "./read-number.ts";

test("typing a number letter by letter never loses a letter", () => {
  const number = fc.oneof(fc.integer(), fc.float({ noNaN: true, noDefaultInfinity: true }));
  fc.assert(
    fc.property(number, (value) => {
      let shown = "";
      for (const letter of value.toString()) shown = String(readNumber(shown + letter));
      assert.equal(shown, value.toString());
    }),
  );
  assert.equal(readNumber("1.0"), "1.0");
  assert.equal(readNumber("{{ vars.a }}"), "{{ vars.a }}");
  assert.equal(readNumber("12"), 12);
});

test("limits are said in words, and templates are left to the run", () => {
  assert.equal(numberProblem("0", { min: 1, max: 10 }), "At least 1.");
  assert.equal(numberProblem("11", { min: 1, max: 10 }), "At most 10.");
  assert.equal(numberProblem("ten", {}), "“ten” is not a number.");
  assert.equal(numberProblem("{{ vars.n }}", { min: 1 }), undefined);
  assert.equal(numberProblem("", { min: 1 }), undefined);
});
