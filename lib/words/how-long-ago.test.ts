import assert from "node:assert/strict";
import { test } from "node:test";
import { howLongAgo } from "./how-long-ago.ts";

test("a time reads as people say it, in the largest unit that fits", () => {
  const now = Date.UTC(2026, 5, 1);
  const cases: [seconds: number, text: string][] = [
    [-7, "7 seconds ago"],
    [-59.6, "1 minute ago"],
    [-90 * 60, "2 hours ago"],
    [-3_570, "1 hour ago"],
    [3 * 3_600, "in 3 hours"],
    [-26 * 3_600, "1 day ago"],
    [-29 * 86_400, "29 days ago"],
    [-45 * 86_400, "1 month ago"],
    [40 * 86_400, "in 1 month"],
    [-800 * 86_400, "2 years ago"],
  ];
  for (const [seconds, text] of cases) assert.equal(howLongAgo(now + seconds * 1_000, now), text);
});
