import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { cronProblem } from "./cron-problem.ts";
import { nextOccurrence, upcomingOccurrences } from "./occurrences.ts";

const from = new Date("2026-01-15T12:34:56.789Z");

describe("cronProblem", () => {
  for (const expression of [
    "* * * * *",
    "*/5 9-17 * * 1-5",
    "0 9 1,15 jan-jun MON",
    "5/15 * * * *",
    "0 9 L * *",
    "0 9 * * 1#2",
    "0 9 * * 5L",
    "0 9 * * 7#1",
    "0 9 * * 7L",
    "0 9 * * 0#5",
    "0 0 29 2 *",
    "0 0 31 2 5",
    "0 0 * * 5-7",
    "0 0 * * 0-7",
    "*/10 * * * * *",
    "30 0 9 * * *",
  ]) {
    it(`takes ${expression}`, () => {
      assert.equal(cronProblem(expression), null);
      const timing = { kind: "cron", expression, zone: "Europe/Berlin" } as const;
      assert.ok(nextOccurrence(timing, from) > from);
    });
  }

  const refused: [string, RegExp][] = [
    ["", /five fields/],
    ["* * * *", /five fields/],
    ["61 * * * *", /minute “61” must be from 0 to 59/],
    ["* 24 * * *", /hour “24”/],
    ["* * 0 * *", /day of the month “0”/],
    ["* * * foo *", /month “foo”/],
    ["5-1 * * * *", /runs backwards/],
    ["0 0 * * fri-sun", /runs backwards/],
    ["*/0 * * * *", /step of nothing/],
    ["1,1-3 * * * *", /minute 1 is named twice/],
    ["0 * * * 0,7", /day of the week 0 is named twice/],
    ["0 * * * 1-7,0", /day of the week 0 is named twice/],
    ["@daily", /five fields/],
    ["*-5 * * * *", /no minute/],
    ["0 0 30 2 *", /never comes/],
    ["0 0 31 4,6 *", /never comes/],
    ["*/5 * * * * *", /10 seconds/],
    ["0,55 * * * * *", /10 seconds/],
    ["* * * * * *", /10 seconds/],
  ];
  for (const [expression, message] of refused) {
    it(`refuses “${expression}”`, () => assert.match(cronProblem(expression) ?? "", message));
  }

  it("passes nothing that the scheduler cannot read, or that comes too often", () => {
    const number = fc.integer({ min: 0, max: 60 }).map(String);
    const entry = fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom("*", "L", "1#2", "mon", "jan-mar", "?", "5L") },
      number,
      fc.tuple(number, number).map(([a, b]) => `${a}-${b}`),
      fc.tuple(fc.constantFrom("*", "3", "2-20"), number).map(([a, b]) => `${a}/${b}`),
    );
    const field = fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom("*", "*/11", "2", "1-4/2", "3,5") },
      { weight: 4, arbitrary: entry },
      fc.array(entry, { minLength: 2, maxLength: 3 }).map((list) => list.join()),
    );
    let taken = 0;
    fc.assert(
      fc.property(fc.array(field, { minLength: 5, maxLength: 6 }), (fields) => {
        const expression = fields.join(" ");
        if (cronProblem(expression) !== null) return;
        taken += 1;
        const timing = { kind: "cron", expression, zone: "America/New_York" } as const;
        const [first, second] = upcomingOccurrences(timing, from, 2).map(Number);
        assert.ok((second ?? 0) - (first ?? 0) >= 10_000, expression);
      }),
      { numRuns: 5_000 },
    );
    assert.ok(taken > 200, `${taken} expressions were taken`);
  });
});
