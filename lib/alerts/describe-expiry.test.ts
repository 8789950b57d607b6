import assert from "node:assert/strict";
import { test } from "node:test";
import { describeExpiry, expiryThreshold } from "./describe-expiry.ts";

// A Monday.
const now = new Date("2026-05-04T10:00:00Z");
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);

test("an end is said as people say it", () => {
  const said = [-3, 0.2, 1, 3, 6, 10, 300].map((days) => describeExpiry(inDays(days), now, "UTC"));
  assert.deepEqual(said, [
    "has ended on 1 May",
    "ends today",
    "ends tomorrow",
    "ends on Thursday",
    "ends on Sunday",
    "ends on 14 May",
    "ends on 28 February 2027",
  ]);
});

test("a day is the reader's day", () => {
  const late = new Date("2026-05-04T23:30:00Z");
  assert.equal(describeExpiry(late, now, "UTC"), "ends today");
  assert.equal(describeExpiry(late, now, "Europe/Berlin"), "ends tomorrow");
});

test("the nearest threshold counts", () => {
  const found = [20, 14, 10, 7, 5, 3, 2, 1, 0.5, -1].map((days) =>
    expiryThreshold(inDays(days), now),
  );
  assert.deepEqual(found, [undefined, 14, 14, 7, 7, 3, 3, 1, 1, 0]);
});
