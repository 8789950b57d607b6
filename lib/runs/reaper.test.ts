import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, beforeEach, test } from "node:test";
import { renewOwnerLease } from "#lib/db/runs/owner-lease.ts";
import type { RunningQueue } from "#lib/queue/start-queue.ts";
import { OwnerLease } from "./owner-lease.ts";
import { Reaper } from "./reaper.ts";
import { openQueueBench, type QueueBench, until } from "./run-queue.fixture.ts";

let bench: QueueBench;
let queue: RunningQueue;
before(async () => {
  bench = await openQueueBench();
  queue = await bench.queue("web");
});
after(() => bench.close());
beforeEach(() => bench.clear());

const reaper = (onAbandoned?: (ids: string[]) => void) =>
  new Reaper({
    pool: bench.pool,
    queue,
    everyMs: 20,
    log: bench.log,
    ...(onAbandoned && { onAbandoned }),
  });
const lease = (ownerId: string, overrides: object = {}) =>
  new OwnerLease({
    pool: bench.pool,
    queue,
    ownerId,
    leaseMs: 8_000,
    log: bench.log,
    orphans: new Set(),
    onLost: () => undefined,
    ...overrides,
  });

test("runs of a process that died are queued again, with a new fence; those of the living stay", async () => {
  await renewOwnerLease(bench.pool, "dead", -1);
  await renewOwnerLease(bench.pool, "alive", 60);
  const lost = await bench.run("running", { owner_id: "dead", fence: 3 });
  const kept = await bench.run("running", { owner_id: "alive" });
  const counts = await Promise.all([reaper().reap(), reaper().reap()]);
  assert.deepEqual(counts.sort(), [0, 1]);
  const row = await bench.row(lost);
  assert.deepEqual([row.state, row.owner_id, row.fence, row.takeovers], ["queued", null, 4, 1]);
  assert.equal((await bench.row(kept)).state, "running");
  assert.deepEqual(await bench.doorbells(), [lost]);
  const { rows } = await bench.pool.query("SELECT owner_id FROM process_leases");
  assert.deepEqual(rows, [{ owner_id: "alive" }]);
});

test("a run that was taken over again and again is given up, and asks for attention", async () => {
  await renewOwnerLease(bench.pool, "dead", -1);
  const poison = await bench.run("running", { owner_id: "dead", takeovers: 5 });
  const wait = await bench.wait(poison, "delay", "1 h");
  const told: string[] = [];
  await reaper((ids) => told.push(...ids)).reap();
  const row = await bench.row(poison);
  assert.equal(row.state, "failed");
  assert.equal(row.error.code, "run_abandoned");
  assert.ok(row.dead_at && row.finished_at);
  assert.ok((await bench.waitRow(wait)).consumed_at);
  assert.deepEqual(told, [poison]);
  assert.deepEqual(await bench.doorbells(), []);
});

test("sweeping finds running runs without a lease and queued runs without a doorbell", async () => {
  const unowned = await bench.run("running", { owner_id: "never" });
  const ago = new Date(Date.now() - 60_000);
  const forgotten = await bench.run("queued", { queued_at: ago, fence: 0 });
  const named = await bench.run("queued", { id: "not-a-uuid", queued_at: ago });
  const fresh = await bench.run("queued", { queued_at: new Date() });
  await reaper().sweep();
  const bells = await bench.doorbells();
  assert.deepEqual(bells.toSorted(), [unowned, forgotten, "not-a-uuid"].sort());
  assert.ok(!bells.includes(fresh), named);
  await reaper().sweep();
  assert.equal((await bench.doorbells()).length, 3);
});

test("it works by itself, and stops", async () => {
  const own = reaper();
  own.start();
  await renewOwnerLease(bench.pool, "dead", -1);
  const lost = await bench.run("running", { owner_id: "dead" });
  await until(async () => (await bench.row(lost)).state === "queued");
  await own.stop();
});

test("a lease is renewed while it is held, and says when it was lost", async () => {
  let reachable = true;
  let lost = 0;
  const pool = {
    connect: bench.pool.connect.bind(bench.pool),
    query: ((...args: Parameters<typeof bench.pool.query>) =>
      reachable
        ? bench.pool.query(...args)
        : new Promise(() => undefined)) as typeof bench.pool.query,
  };
  const own = lease("o1", { pool, leaseMs: 200, onLost: () => (lost += 1) });
  await own.start();
  assert.equal(own.holds, true);
  const first = (await bench.pool.query("SELECT expires_at FROM process_leases")).rows[0];
  await until(async () => {
    const { rows } = await bench.pool.query("SELECT expires_at FROM process_leases");
    return rows[0].expires_at > first.expires_at;
  });
  assert.equal(lost, 0);
  const letGo = await bench.run("running", { owner_id: "o1", fence: 2 });
  reachable = false; // and the renewal hangs
  await until(() => lost === 1);
  assert.equal(own.holds, false);
  reachable = true;
  await until(() => own.holds);
  assert.equal(lost, 1);
  // Its walk was told to end: it goes on from the queue.
  const { state, fence } = await bench.row(letGo);
  assert.deepEqual([state, fence], ["queued", 3]);
  await own.stop();
});

test("a stop gives what is under way to others at once, without counting against it", async () => {
  const own = lease("o1");
  await own.start();
  const left = await bench.run("running", { owner_id: "o1", fence: 2 });
  await own.stop();
  const row = await bench.row(left);
  assert.deepEqual([row.state, row.fence, row.takeovers], ["queued", 3, 0]);
  assert.deepEqual(await bench.doorbells(), [left]);
  assert.equal((await bench.pool.query("SELECT FROM process_leases")).rowCount, 0);
});

test("runs whose journal was lost go to the queue with the next renewal", async () => {
  const lost = await bench.run("running", { owner_id: "o1" });
  const other = await bench.run("running", { owner_id: "o1" });
  const orphans = new Set([lost, randomUUID()]);
  const own = lease("o1", { leaseMs: 400, orphans });
  await own.start();
  await until(() => orphans.size === 0);
  assert.equal((await bench.row(lost)).state, "queued");
  assert.equal((await bench.row(other)).state, "running");
  await own.stop();
});
