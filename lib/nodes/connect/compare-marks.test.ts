import assert from "node:assert/strict";
import { test } from "node:test";
import { compareMarks, type Mark } from "./compare-marks.ts";

test("marks grow as numbers, as moments, or as text", () => {
  const orders: [Mark, Mark][] = [
    [9, 10],
    ["9", "10"],
    ["9007199254740993", "9007199254740994"],
    ["2026-01-01", "2026-01-01T00:00:01Z"],
    ["2026-01-01T10:00:00+02:00", "2026-01-01T09:00:00Z"],
    ["2026-01-01T00:00:00.000100Z", "2026-01-01T00:00:00.000200Z"],
    ["abc", "abd"],
  ];
  for (const [before, after] of orders) {
    assert.ok(compareMarks(before, after) < 0, `${before} comes before ${after}`);
    assert.ok(compareMarks(after, before) > 0, `${after} comes after ${before}`);
  }
  assert.equal(compareMarks("2026-01-01T00:00:00Z", "2026-01-01T01:00:00.000+01:00"), 0);
  assert.equal(compareMarks(7, "7"), 0);
});
