import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { evaluateRule } from "./evaluate-rule.ts";
import { type OperatorId, operatorIds, operators } from "./rule-operators.ts";
import { failsWith } from "./testing/context.ts";

function holds(left: string, operator: OperatorId, right = "", ignoreCase = true): boolean {
  return evaluateRule({ left, operator, right }, ignoreCase);
}

const side = fc.oneof(
  fc.string(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.constantFrom("", " ", "10", "9", "1e3", "a", "A", "2026-03-02", "true", "[]"),
);

describe("evaluateRule", () => {
  const cases: [left: string, operator: OperatorId, right: string, expected: boolean][] = [
    ["Berlin", "equals", " berlin ", true],
    ["1.0", "equals", "1", true],
    ["007", "equals", "7", true],
    ["12345678901234567", "equals", "12345678901234568", false],
    ["", "equals", "", true],
    ["Order 42", "contains", "ORDER", true],
    ["anything", "contains", "", false],
    ["anything", "not-contains", "", true],
    ["order 42", "starts-with", "order", true],
    ["order 42", "ends-with", "42", true],
    ["order 42", "starts-with", "", false],
    [" ", "is-empty", "", true],
    ["[]", "is-empty", "", true],
    ["0", "is-empty", "", false],
    ["b", "one-of", "a, B,c", true],
    ["", "one-of", "a,,b", false],
    ["2", "one-of", "1, 2.0", true],
    ["abc-123", "matches", "\\d{3}$", true],
    ["10", "greater", "9", true],
    ["10", "less", "9", false],
    ["", "greater", "-1", false],
    ["", "less-or-equal", "1", false],
    ["b", "greater", "A", true],
    ["2026-03-02", "before", "2026-03-03", true],
    ["2026-03-02T10:00:00Z", "after", "2026-03-02", true],
    ["2026-03-02T10:00+02:00", "before", "2026-03-02T09:00Z", true],
    ["tomorrow", "before", "2026-03-03", false],
    ["tomorrow", "after", "2026-03-03", false],
    ["Yes", "is-true", "", true],
    ["0", "is-false", "", true],
    ["maybe", "is-true", "", false],
    ["maybe", "is-false", "", false],
  ];
  for (const [left, operator, right, expected] of cases) {
    it(`“${left}” ${operator} “${right}” is ${expected}`, () => {
      assert.equal(holds(left, operator, right), expected);
    });
  }

  it("minds upper and lower case when told to", () => {
    assert.equal(holds("Berlin", "equals", "berlin", false), false);
    assert.equal(holds("Berlin", "contains", "ber", false), false);
    assert.equal(holds("Berlin", "matches", "^b", false), false);
  });

  it("names a pattern that cannot work", () => {
    assert.throws(() => holds("a", "matches", "("), failsWith("invalid_pattern"));
  });

  it("knows every operator that the editor offers, and answers yes or no", () => {
    assert.deepEqual(operators.map(({ id }) => id).sort(), [...operatorIds].sort());
    const others = operatorIds.filter((id) => id !== "matches");
    fc.assert(
      fc.property(side, fc.constantFrom(...others), side, fc.boolean(), (l, operator, r, fold) => {
        assert.equal(typeof holds(l, operator, r, fold), "boolean");
      }),
    );
  });

  it("keeps each operator and its opposite apart", () => {
    const opposites = [
      ["equals", "not-equals"],
      ["contains", "not-contains"],
      ["is-empty", "is-not-empty"],
    ] as const;
    fc.assert(
      fc.property(fc.constantFrom(...opposites), side, side, fc.boolean(), ([a, b], l, r, fold) => {
        assert.equal(holds(l, a, r, fold), !holds(l, b, r, fold));
      }),
    );
  });

  it("orders any two values one way: less, equal or greater", () => {
    fc.assert(
      fc.property(side, side, (l, r) => {
        fc.pre(l.trim() !== "" && r.trim() !== "");
        const found = [holds(l, "less", r), holds(l, "equals", r), holds(l, "greater", r)];
        assert.equal(found.filter(Boolean).length, 1);
        assert.equal(holds(l, "greater", r), holds(r, "less", l));
        assert.equal(holds(l, "less-or-equal", r), !holds(l, "greater", r));
      }),
    );
  });

  it("finds every text in what contains it", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{1,5}$/), fc.string(), fc.string(), (part, a, b) => {
        assert.equal(holds(a + part.toUpperCase() + b, "contains", part), true);
      }),
    );
  });
});
