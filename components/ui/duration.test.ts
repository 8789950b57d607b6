import assert from "node:assert/strict";
import { test } from "node:test";
import { formatDuration } from "./duration.ts";

test("a duration is told in the unit that fits it, rounded only once", () => {
  const told = [0, 0.04, 0.99, 1, 1.4, 212, 999.4, 999.6, 3_240, 59_949, 59_960, 119_600, 125_000];
  assert.deepEqual(told.map(formatDuration), [
    ...["<1 ms", "<1 ms", "<1 ms", "1 ms", "1 ms", "212 ms", "999 ms", "1.0 s", "3.2 s"],
    ...["59.9 s", "1 min", "2 min", "2 min 5 s"],
  ]);
});
