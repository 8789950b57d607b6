import assert from "node:assert/strict";
import { test } from "node:test";
import { describeDuration } from "./describe-duration.ts";

const startedAt = "2026-01-01T00:00:00.000Z";
const at = (seconds: number) => new Date(Date.parse(startedAt) + seconds * 1_000).toISOString();

test("what a run waited is told apart from what it took in all", () => {
  assert.equal(
    describeDuration({ startedAt, finishedAt: at(12), durationMs: 3_000 }),
    "12.0 s, of which waiting 9.0 s",
  );
  assert.equal(
    describeDuration({ startedAt, finishedAt: at(2 * 86_400), durationMs: 40 }),
    "2 d, of which waiting 2 d",
  );
});

test("a run that waited for nothing, or has not ended, says only what it took", () => {
  assert.equal(describeDuration({ startedAt, finishedAt: at(0.2), durationMs: 180 }), "180 ms");
  assert.equal(describeDuration({ startedAt, finishedAt: null, durationMs: 180 }), "180 ms");
});
