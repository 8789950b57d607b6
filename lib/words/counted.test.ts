import assert from "node:assert/strict";
import { test } from "node:test";
import { counted, oneOrMany } from "./counted.ts";

test("one is one, and everything else is many", () => {
  assert.deepEqual(
    [0, 1, 2, 0.5, 1_200].map((count) => counted(count, "run")),
    ["0 runs", "1 run", "2 runs", "0.5 runs", "1,200 runs"],
  );
  assert.equal(counted(2, "person", "people"), "2 people");
  assert.equal(oneOrMany(1, "needs", "need"), "needs");
  assert.equal(oneOrMany(2, "needs", "need"), "need");
});
