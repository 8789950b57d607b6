import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import type { ClaimedRun } from "./claim-runs.ts";
import { hookRun, openQueueBench, type QueueBench, until } from "./run-queue.fixture.ts";
import { createRunQueue, type RunQueue, type Walker } from "./run-queue.ts";

let bench: QueueBench;
before(async () => {
  bench = await openQueueBench();
});
after(() => bench.close());
beforeEach(() => bench.clear());

/** A process with the given roles, whose runs end when they are told to. */
async function startProcess(ownerId: string, ...roles: ("web" | "worker")[]) {
  const queue = await bench.queue(...roles);
  const runs: RunQueue = createRunQueue({
    pool: bench.pool,
    journalPool: bench.pool,
    queue,
    roles,
    ownerId,
    log: bench.log,
    leaseMs: 1_000,
  });
  const walked: ClaimedRun[] = [];
  const walker: Walker = {
    walk: async (run) => {
      walked.push(run);
    },
    active: () => 0,
    orphans: new Set(),
    onLeaseLost: () => undefined,
    onAbandoned: () => undefined,
  };
  await runs.start(walker);
  const stop = async () => {
    await runs.stopTaking();
    await runs.release();
  };
  return { runs, walked, stop };
}

test("a web process accepts and never walks; a worker walks", async () => {
  const web = await startProcess("web", "web");
  const worker = await startProcess("worker", "worker");
  const accepted = await Promise.all(
    Array.from({ length: 30 }, (_, n) => web.runs.accept(hookRun({ n }))),
  );
  await until(() => worker.walked.length === 30);
  assert.equal(web.walked.length, 0);
  assert.deepEqual(
    worker.walked.map(({ record }) => record.id).sort(),
    accepted.map(({ runId }) => runId).sort(),
  );
  await Promise.all([web.stop(), worker.stop()]);
});

test("what one worker leaves behind, another takes up", async () => {
  const first = await startProcess("first", "web", "worker");
  const { runId } = await first.runs.accept(hookRun());
  await until(() => first.walked.length === 1);
  await first.stop();
  const second = await startProcess("second", "worker");
  await until(() => second.walked.length === 1);
  const [taken] = second.walked;
  assert.equal(taken?.record.id, runId);
  assert.equal(taken?.interrupted, true);
  assert.equal(taken?.record.fence, 3);
  assert.deepEqual(taken?.payload, {});
  await second.stop();
});

test("a resting run goes on in whichever worker is there", async () => {
  const web = await startProcess("web", "web");
  const worker = await startProcess("worker", "worker");
  const sleeping = await bench.run("waiting");
  await bench.wait(sleeping, "delay", "-1 s");
  const called = await bench.run("waiting");
  const wait = await bench.wait(called, "callback", null);
  assert.equal(await web.runs.enqueueResumption(wait, { kind: "timeout" }), true);
  await until(() => worker.walked.length === 2);
  assert.deepEqual(worker.walked.map(({ record }) => record.id).sort(), [sleeping, called].sort());
  await Promise.all([web.stop(), worker.stop()]);
});

test("after the stop nothing is taken in", async () => {
  const web = await startProcess("web", "web");
  await web.stop();
  await assert.rejects(
    web.runs.accept(hookRun()),
    (error: { code?: string }) => error.code === "shutting_down",
  );
});
