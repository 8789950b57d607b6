import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultLimits, type QueueSnapshot } from "#lib/operations/contract.ts";
import {
  describeHealth,
  describeImpact,
  describeWaiting,
  roughDuration,
} from "./describe-queue.ts";

const calm: QueueSnapshot = {
  at: "2026-01-01T00:00:00.000Z",
  queued: 0,
  oldestQueuedMs: null,
  running: 0,
  waiting: [],
  throughput: [],
  queueTime: null,
  duration: null,
  workers: [{ ownerId: "p", startedAt: "2026-01-01T00:00:00.000Z", alive: true, running: 0 }],
  dead: 0,
  paused: null,
  limits: defaultLimits,
  storageUsed: 0,
};

test("a calm queue says nothing; each trouble says what helps", () => {
  assert.equal(describeHealth(calm), null);
  assert.equal(describeHealth({ ...calm, workers: [] })?.tone, "bad");
  const dead = calm.workers.map((worker) => ({ ...worker, alive: false }));
  assert.match(describeHealth({ ...calm, workers: dead })?.title ?? "", /No worker/);
  assert.match(describeHealth({ ...calm, queued: 10_000 })?.title ?? "", /full/);
  const late = { ...calm, queued: 5, oldestQueuedMs: 90_000 };
  assert.match(describeHealth(late)?.advice ?? "", /another one/);
  assert.match(describeHealth({ ...late, running: 200 })?.advice ?? "", /Runs at once/);
});

test("files that nearly fill their room are told before nothing more is taken", () => {
  assert.equal(describeHealth({ ...calm, storageUsed: 850_000_000 }), null);
  assert.equal(describeHealth({ ...calm, storageUsed: 910_000_000 })?.tone, "warn");
  assert.equal(describeHealth({ ...calm, storageUsed: 999_999_999 })?.tone, "bad");
});

test("a paused queue is no trouble: it was asked for", () => {
  const paused = { at: calm.at, by: "Ann" };
  assert.equal(describeHealth({ ...calm, paused, workers: [], queued: 10_000 }), null);
});

test("durations, waits and impacts read as a person would say them", () => {
  assert.deepEqual([400, 59_999, 3_599_000, 7_500_000, 90_000_000].map(roughDuration), [
    "under 1 s",
    "59 s",
    "59 min",
    "2 h 5 min",
    "1 d 1 h",
  ]);
  assert.equal(describeWaiting({ kind: "reply", count: 1 }), "1 for a visitor's answer");
  assert.equal(describeWaiting({ kind: "person", count: 1_200 }), "1,200 for colleagues");
  assert.equal(describeImpact({ queued: 0, running: 0, waiting: 0 }), null);
  assert.equal(describeImpact({ queued: 0, running: 0, waiting: 1 }), "1 waiting run");
  assert.equal(
    describeImpact({ queued: 1, running: 2, waiting: 3 }),
    "1 queued, 2 running and 3 waiting runs",
  );
});
