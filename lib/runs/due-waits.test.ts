import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { closeLeftWaits } from "#lib/db/queue/wake-waits.ts";
import type { RunningQueue } from "#lib/queue/start-queue.ts";
import { DueWaits, enqueueResumption } from "./due-waits.ts";
import { openQueueBench, type QueueBench, until } from "./run-queue.fixture.ts";

let bench: QueueBench;
let queue: RunningQueue;
before(async () => {
  bench = await openQueueBench();
  queue = await bench.queue("web");
});
after(() => bench.close());
beforeEach(() => bench.clear());

const waits = () => new DueWaits({ pool: bench.pool, queue, log: bench.log });
const resume = (waitId: string, arrival: Parameters<typeof enqueueResumption>[2]) =>
  enqueueResumption({ pool: bench.pool, queue }, waitId, arrival);
const callback = (body: string) => ({
  kind: "callback" as const,
  request: { method: "POST", query: {}, headers: {}, body, receivedAt: "" },
});

test("a delay that is over and a wait that lasted too long wake their runs; others rest", async () => {
  const [slept, gave, early, open] = [
    await bench.run("waiting"),
    await bench.run("waiting"),
    await bench.run("waiting"),
    await bench.run("waiting"),
  ];
  const delay = await bench.wait(slept, "delay", "-1 s");
  const reply = await bench.wait(gave, "reply", "-1 s");
  const later = await bench.wait(early, "delay", "1 h");
  await bench.wait(open, "reply", null);
  assert.equal(await waits().scan(), 2);
  assert.deepEqual((await bench.waitRow(delay)).state, {
    count: 1,
    state: { left: true },
    resumption: { kind: "delay" },
  });
  assert.deepEqual((await bench.waitRow(reply)).state.resumption, { kind: "timeout" });
  assert.equal((await bench.waitRow(later)).consumed_at, null);
  assert.equal((await bench.row(slept)).state, "queued");
  assert.equal((await bench.row(early)).state, "waiting");
  assert.deepEqual((await bench.doorbells()).sort(), [slept, gave].sort());
  assert.equal(await waits().scan(), 0);
});

test("two waits of one run that are due at once wake it once", async () => {
  const run = await bench.run("waiting");
  const ids = [await bench.wait(run, "delay", "-2 s"), await bench.wait(run, "reply", "-1 s")];
  assert.equal(await waits().scan(), 1);
  for (const id of ids) assert.ok((await bench.waitRow(id)).consumed_at);
  assert.deepEqual(await bench.doorbells(), [run]);
});

test("a reply that came in time keeps its wait, served or not; one that came too late does not", async () => {
  await bench.pool.query(
    `INSERT INTO flows (id, workspace_id, name, slug, draft, draft_hash, updated_at)
     VALUES ('f1', 'w1', 'Orders', 'orders', '{}', '', now())`,
  );
  const asked = async (id: string, saidAgo: string) => {
    const run = await bench.run("waiting", { conversation_id: id });
    const wait = await bench.wait(run, "reply", "-10 s");
    await bench.pool.query("UPDATE waits SET conversation_id = $2 WHERE id = $1", [wait, id]);
    await bench.pool.query(
      `INSERT INTO conversations (id, workspace_id, flow_id, mode, token_hash)
       VALUES ($1, 'w1', 'f1', 'live', $1)`,
      [id],
    );
    await bench.pool.query(
      `INSERT INTO messages (conversation_id, seq, direction, content, at, dedupe_key)
       VALUES ($1, 1, 'in', '{"text": "yes"}', clock_timestamp() - $2::interval, 'k')`,
      [id, saidAgo],
    );
    return run;
  };
  const inTime = await asked("in time", "1 min");
  const late = await asked("late", "1 s");
  assert.equal(await waits().scan(), 1);
  assert.deepEqual(await bench.doorbells(), [late]);
  // Served as something else, it was no reply to this.
  await bench.pool.query("UPDATE messages SET processed_at = now()");
  assert.equal(await waits().scan(), 1);
  assert.equal((await bench.row(inTime)).state, "queued");
});

test("many scans at once wake each run once", async () => {
  const runs = await Promise.all(Array.from({ length: 300 }, () => bench.run("waiting")));
  await Promise.all(runs.map((run) => bench.wait(run, "delay", "-1 s")));
  const scanner = waits();
  let woken = 0;
  while (woken < 300) {
    const counts = await Promise.all([scanner.scan(), scanner.scan(), scanner.scan()]);
    woken += counts.reduce((sum, count) => sum + count, 0);
  }
  assert.equal(woken, 300);
  assert.equal((await bench.doorbells()).length, 300);
});

test("a run that is under way is woken once it rests", async () => {
  const run = await bench.run("running");
  await bench.wait(run, "delay", "-1 s");
  const scanner = waits();
  assert.equal(await scanner.scan(), 0);
  await bench.pool.query("UPDATE runs SET state = 'waiting'");
  scanner.start();
  await until(async () => (await bench.row(run)).state === "queued");
  await scanner.stop();
});

test("a scan that cannot ring wakes nobody", async () => {
  const run = await bench.run("waiting");
  const wait = await bench.wait(run, "delay", "-1 s");
  const mute = new DueWaits({
    pool: bench.pool,
    queue: { ring: () => Promise.reject(new Error("mute")) },
    log: bench.log,
  });
  await assert.rejects(mute.scan(), /mute/);
  assert.equal((await bench.waitRow(wait)).consumed_at, null);
  assert.equal((await bench.row(run)).state, "waiting");
});

test("a callback resumes its run once", async () => {
  const run = await bench.run("waiting");
  const wait = await bench.wait(run, "callback", "1 h");
  const answers = await Promise.all([
    resume(wait, callback("a\u0000")),
    resume(wait, callback("b")),
  ]);
  assert.deepEqual(answers.sort(), [false, true]);
  const { state } = await bench.waitRow(wait);
  assert.equal(state.resumption.kind, "callback");
  assert.ok(["a\ufffd", "b"].includes(state.resumption.request.body));
  assert.deepEqual(await bench.doorbells(), [run]);
  assert.equal(await resume("nowhere", callback("c")), false);
});

test("what arrives while the run is under way is kept for when it rests, the first only", async () => {
  const run = await bench.run("running");
  const wait = await bench.wait(run, "callback", "1 h");
  assert.equal(await resume(wait, callback("first")), true);
  assert.equal(await resume(wait, callback("second")), false);
  assert.deepEqual(await bench.doorbells(), []);
  await bench.pool.query("UPDATE runs SET state = 'waiting'");
  assert.equal(await resume(wait, callback("third")), false);
  assert.equal(await waits().scan(), 1);
  const { state, consumed_at } = await bench.waitRow(wait);
  assert.ok(consumed_at);
  assert.equal(state.resumption.request.body, "first");
  assert.equal(state.arrived, undefined);
});

test("a wait of a run that has ended takes nothing and is closed", async () => {
  const run = await bench.run("failed");
  const wait = await bench.wait(run, "callback", "-1 s");
  assert.equal(await resume(wait, callback("late")), false);
  const resting = await bench.wait(await bench.run("waiting"), "callback", "-1 s");
  await closeLeftWaits(bench.pool);
  assert.ok((await bench.waitRow(wait)).consumed_at);
  assert.equal((await bench.waitRow(resting)).consumed_at, null);
});
