import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, beforeEach, test } from "node:test";
import type { RunningQueue } from "#lib/queue/start-queue.ts";
import { createAcceptor } from "./accept-runs.ts";
import { LoadGuard } from "./load-guard.ts";
import { hookRun, openQueueBench, type QueueBench } from "./run-queue.fixture.ts";

let bench: QueueBench;
let queue: RunningQueue;
before(async () => {
  bench = await openQueueBench();
  queue = await bench.queue("web");
});
after(() => bench.close());
beforeEach(() => bench.clear());

const acceptor = (overrides: Partial<Parameters<typeof createAcceptor>[0]> = {}) =>
  createAcceptor({ pool: bench.pool, journalPool: bench.pool, queue, ...overrides });
const code = (expected: string) => (error: unknown) =>
  (error as { code?: string }).code === expected;

test("an accepted run is on disk, whole, with its doorbell", async () => {
  const { accept } = acceptor();
  const large = "x".repeat(150_000);
  const { runId } = await accept({
    ...hookRun({ large }),
    startedBy: "u1",
    parentRunId: "p1",
    callerWaitId: "c1",
    depth: 3,
  });
  const row = await bench.row(runId);
  assert.equal(row.state, "queued");
  assert.equal(row.owner_id, null);
  assert.equal(row.fence, 0);
  assert.ok(row.queued_at);
  assert.deepEqual(
    [row.started_by, row.parent_run_id, row.caller_wait_id, row.depth, row.mode],
    ["u1", "p1", "c1", 3, "live"],
  );
  assert.ok(row.input.large.length < 110_000);
  const { rows } = await bench.pool.query("SELECT payload FROM run_inbox WHERE run_id = $1", [
    runId,
  ]);
  assert.equal(rows[0].payload.large.length, 150_000);
  assert.deepEqual(await bench.doorbells(), [runId]);
});

test("what comes together is one transaction", async () => {
  let transactions = 0;
  const { accept } = acceptor({
    journalPool: {
      connect: (() => {
        transactions += 1;
        return bench.pool.connect();
      }) as typeof bench.pool.connect,
    },
  });
  await accept(hookRun());
  transactions = 0;
  const runs = await Promise.all(Array.from({ length: 100 }, (_, n) => accept(hookRun({ n }))));
  assert.equal(transactions, 1);
  assert.equal(new Set(runs.map(({ runId }) => runId)).size, 100);
  assert.equal((await bench.doorbells()).length, 101);
});

test("the same id is accepted once, in one batch and later", async () => {
  const { accept } = acceptor();
  const runId = randomUUID();
  const same = { ...hookRun({ first: true }), runId };
  assert.deepEqual(await Promise.all([accept(same), accept({ ...same, payload: 2 })]), [
    { runId },
    { runId },
  ]);
  await accept({ ...same, payload: 3 });
  assert.deepEqual(await bench.doorbells(), [runId]);
  const { rows } = await bench.pool.query("SELECT payload FROM run_inbox");
  // Of two that come at once, either; none that comes later.
  assert.equal(rows.length, 1);
  assert.ok(["2", '{"first":true}'].includes(JSON.stringify(rows[0].payload)));
});

test("text that Postgres cannot read is mended, and fails nobody", async () => {
  const { accept } = acceptor();
  const deep = JSON.parse(`${"[".repeat(9_000)}${"]".repeat(9_000)}`);
  const runs = await Promise.all([
    accept(hookRun("plain")),
    accept(hookRun({ "a\u0000": "b\ud800" })),
    accept(hookRun(deep)),
    accept(hookRun("back\\u0000slash")),
  ]);
  const inputs = await Promise.all(runs.map(async ({ runId }) => (await bench.row(runId)).input));
  assert.equal(inputs[0], "plain");
  assert.deepEqual(inputs[1], { "a\ufffd": "b\ufffd" });
  assert.ok(Array.isArray(inputs[2]));
  assert.equal(inputs[3], "back\\u0000slash");
});

test("a run that cannot be stored at all fails alone", async () => {
  const { accept } = acceptor();
  const outcomes = await Promise.allSettled([
    accept(hookRun(1)),
    accept({ ...hookRun(2), depth: 3_000_000_000 }),
    accept(hookRun(3)),
  ]);
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ["fulfilled", "rejected", "fulfilled"],
  );
  assert.equal((await bench.doorbells()).length, 2);
});

test("a full queue refuses, says when to come again, and takes more once there is room", async () => {
  await bench.policy("w1", { max_queued: 3 });
  const { accept, forgetPolicy } = acceptor();
  for (let n = 0; n < 3; n++) await accept(hookRun());
  await assert.rejects(
    accept(hookRun()),
    (error: { retryAfterMs?: number; httpStatus?: number }) => {
      assert.equal(error.retryAfterMs, 1_000);
      assert.equal(error.httpStatus, 429);
      return code("queue_full")(error);
    },
  );
  await accept(hookRun({}, "w2"));
  assert.equal((await bench.doorbells()).length, 4);
  await bench.pool.query("UPDATE runs SET state = 'succeeded'");
  forgetPolicy("w1");
  await accept(hookRun());
});

test("an acceptor that has just started counts what is there", async () => {
  await bench.policy("w1", { max_queued: 2 });
  await bench.run("queued", { queued_at: new Date() });
  const { accept } = acceptor();
  const outcomes = await Promise.allSettled([accept(hookRun()), accept(hookRun())]);
  assert.deepEqual(outcomes.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
});

test("with its memory nearly used up it takes nothing in", async () => {
  const { accept } = acceptor({ guard: new LoadGuard(() => ({ used: 90, limit: 100 })) });
  await assert.rejects(accept(hookRun()), code("overloaded"));
  assert.deepEqual(await bench.doorbells(), []);
});

test("without a database it says so", async () => {
  const gone = Object.assign(new Error("gone"), { code: "57P01" });
  const { accept } = acceptor({ journalPool: { connect: () => Promise.reject(gone) } });
  await assert.rejects(accept(hookRun()), code("database_unavailable"));
});

test("a doorbell that cannot be rung leaves no run behind", async () => {
  const { accept } = acceptor({
    queue: { ring: () => Promise.reject(Object.assign(new Error("gone"), { code: "57P01" })) },
  });
  await assert.rejects(accept(hookRun()), code("database_unavailable"));
  assert.equal((await bench.pool.query("SELECT FROM runs")).rowCount, 0);
});

test("stopping lets what was taken in reach the disk", async () => {
  const { accept, stop } = acceptor();
  await accept(hookRun());
  const late = accept(hookRun("late"));
  await stop();
  const { runId } = await late;
  assert.equal((await bench.row(runId)).input, "late");
  await assert.rejects(accept(hookRun()), code("shutting_down"));
});
