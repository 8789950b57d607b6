import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import type { CanceledRun } from "#lib/db/operations/cancel-flow-runs.ts";
import { defaultLimits } from "./contract.ts";
import { actor, type OperationsBench, openOperationsBench } from "./operations-bench.fixture.ts";

let bench: OperationsBench;
const told: CanceledRun[] = [];
const policies: string[] = [];
beforeEach(async () => {
  told.length = 0;
  policies.length = 0;
  bench = await openOperationsBench({
    onCanceled: (runs) => void told.push(...runs),
    onPolicyChange: (workspaceId) => void policies.push(workspaceId),
  });
});
afterEach(() => bench.close());

const refused = (code: string) => (error: unknown) =>
  error instanceof Error && "code" in error && error.code === code;

test("a snapshot shows what lies where in the actor's own workspace", async () => {
  await bench.run("queued", {}, { queued_at: "now() - interval '30 s'" });
  await bench.run("queued", {}, { queued_at: "now() - interval '5 s'" });
  await bench.run("queued", { workspace_id: "w2" }, { queued_at: "now() - interval '1 h'" });
  await bench.run("running", { owner_id: "p1" });
  await bench.run("running", { owner_id: "p1" });
  await bench.run("running", { owner_id: "p2" });
  const waiting = await bench.run("waiting");
  await bench.wait(waiting, "reply");
  await bench.wait(waiting, "delay");
  await bench.wait(await bench.run("waiting", { workspace_id: "w2" }), "reply", "w2");
  await bench.run("failed", {}, { dead_at: "now()", finished_at: "now()" });
  await bench.pool.query(
    `INSERT INTO process_leases (owner_id, started_at, expires_at) VALUES
       ('p1', now() - interval '1 h', now() + interval '8 s'),
       ('p2', now(), now() - interval '1 s')`,
  );

  const seen = await bench.operations.snapshot(actor("w1", "viewer"));
  assert.equal(seen.queued, 2);
  assert.ok((seen.oldestQueuedMs ?? 0) >= 30_000);
  assert.ok((seen.oldestQueuedMs ?? 0) < 600_000);
  assert.equal(seen.running, 3);
  assert.deepEqual(seen.waiting, [
    { kind: "delay", count: 1 },
    { kind: "reply", count: 1 },
  ]);
  assert.equal(seen.dead, 1);
  assert.deepEqual(
    seen.workers.map(({ ownerId, alive, running }) => ({ ownerId, alive, running })),
    [
      { ownerId: "p1", alive: true, running: 2 },
      { ownerId: "p2", alive: false, running: 1 },
    ],
  );
  assert.equal(seen.paused, null);
  assert.deepEqual(seen.limits, defaultLimits);
  assert.equal(seen.storageUsed, 0);
});

test("rates count ended and failed runs by the minute, and measure queue and walk", async () => {
  const times = (ago: string) => ({
    queued_at: `now() - interval '${ago}' - interval '2 s'`,
    started_at: `now() - interval '${ago}'`,
    finished_at: `now() - interval '${ago}'`,
  });
  for (const duration of [10, 20, 30]) {
    await bench.run("succeeded", { duration_ms: duration }, times("3 min"));
  }
  await bench.run("failed", { duration_ms: 40 }, times("3 min"));
  await bench.run("succeeded", {}, times("2 h"));
  await bench.run("succeeded", { workspace_id: "w2" }, times("3 min"));

  const seen = await bench.operations.snapshot(actor());
  assert.equal(seen.throughput.length, 60);
  const total = (key: "ended" | "failed") =>
    seen.throughput.reduce((sum, minute) => sum + minute[key], 0);
  assert.equal(total("ended"), 4);
  assert.equal(total("failed"), 1);
  assert.equal(seen.duration?.p50, 25);
  assert.ok(Math.abs((seen.queueTime?.p95 ?? 0) - 2_000) < 1);
});

test("an empty workspace has nothing to measure", async () => {
  const seen = await bench.operations.snapshot(actor());
  assert.equal(seen.oldestQueuedMs, null);
  assert.equal(seen.queueTime, null);
  assert.equal(seen.duration, null);
});

test("pausing and resuming are on record, once each, and told", async () => {
  await bench.operations.pause(actor());
  await bench.operations.pause(actor());
  assert.equal((await bench.operations.snapshot(actor())).paused?.by, "Ann");
  assert.equal((await bench.operations.snapshot(actor("w2"))).paused, null);
  await bench.operations.resume(actor());
  await bench.operations.resume(actor());
  assert.equal((await bench.operations.snapshot(actor())).paused, null);
  assert.deepEqual(await bench.audited(), ["runs.pause", "runs.resume"]);
  assert.deepEqual(policies, ["w1", "w1"]);
});

test("limits are kept through a pause, and wrong ones are refused", async () => {
  const limits = {
    ...{ maxRunning: 5, maxQueued: 50, retentionDays: 7 },
    ...{ storageMb: 20, fileDays: 3 },
  };
  await bench.operations.setLimits(actor(), limits);
  await bench.operations.pause(actor());
  assert.deepEqual((await bench.operations.snapshot(actor())).limits, limits);
  await assert.rejects(bench.operations.setLimits(actor(), { ...limits, maxRunning: 0 }));
  assert.deepEqual((await bench.operations.snapshot(actor())).limits, limits);
});

test("editors look on; only admins and owners change anything", async () => {
  const editor = actor("w1", "editor");
  await bench.operations.snapshot(editor);
  for (const change of [
    () => bench.operations.pause(editor),
    () => bench.operations.resume(editor),
    () => bench.operations.setLimits(editor, defaultLimits),
    () => bench.operations.cancelFlow(editor, "f1"),
    () => bench.operations.redrive(editor, "all"),
    () => bench.operations.dismiss(editor, "all"),
    () => bench.operations.pause(actor("w1", "viewer")),
    () => bench.operations.redrive(actor("w1", "viewer"), "all"),
  ]) {
    await assert.rejects(change(), refused("not_permitted"));
  }
  assert.equal((await bench.operations.snapshot(editor)).paused, null);
  assert.deepEqual(await bench.audited(), []);
});

test("cancelling a flow ends what is queued, waits and runs, with a new fence, and nothing else", async () => {
  const queued = await bench.run("queued", {}, { queued_at: "now()" });
  const running = await bench.run("running", { owner_id: "p2", caller_wait_id: "cw" });
  const waiting = await bench.run("waiting");
  await bench.wait(waiting);
  const ended = await bench.run("succeeded", {}, { finished_at: "now()" });
  const other = await bench.run("queued", { flow_id: "f3" }, { queued_at: "now()" });
  await bench.pool.query("INSERT INTO run_inbox (run_id, payload) VALUES ($1, '{}')", [queued]);

  await assert.rejects(bench.operations.cancelFlow(actor("w2"), "f1"), refused("not_found"));
  assert.deepEqual(await bench.operations.cancelFlow(actor(), "f1"), { canceled: 3 });

  for (const id of [queued, running, waiting]) {
    const row = await bench.row(id);
    assert.equal(row.state, "canceled");
    assert.equal(row.fence, 2);
    assert.equal(row.owner_id, null);
    assert.equal(row.error.code, "run_canceled");
    assert.ok(row.finished_at instanceof Date);
  }
  assert.equal((await bench.row(ended)).state, "succeeded");
  assert.equal((await bench.row(other)).state, "queued");
  const open = await bench.pool.query("SELECT 1 FROM waits WHERE consumed_at IS NULL");
  assert.equal(open.rowCount, 0);
  assert.equal((await bench.pool.query("SELECT 1 FROM run_inbox")).rowCount, 0);
  assert.deepEqual(
    told.filter((run) => run.wasRunning).map(({ id, callerWaitId }) => ({ id, callerWaitId })),
    [{ id: running, callerWaitId: "cw" }],
  );
  assert.deepEqual(await bench.operations.cancelFlow(actor(), "f1"), { canceled: 0 });
});

test("more runs than fit a batch are all cancelled", async () => {
  await bench.pool.query(
    `INSERT INTO runs (id, workspace_id, flow_id, document_hash, mode, state, trigger_kind,
       trigger_node_id, started_at, queued_at)
     SELECT 'r' || n, 'w1', 'f1', 'h', 'live', 'queued', 'webhook', 'start', now(), now()
     FROM generate_series(1, 2500) n`,
  );
  assert.deepEqual(await bench.operations.cancelFlow(actor(), "f1"), { canceled: 2_500 });
  assert.equal((await bench.operations.snapshot(actor())).queued, 0);
});

test("an impact counts a flow's open runs, and those whose own version uses a connection", async () => {
  const uses = { nodes: [{ id: "n", connectionId: "c1", backupConnectionId: "c2" }] };
  const free = { nodes: [{ id: "n", connectionId: null }] };
  await bench.pool.query(
    `INSERT INTO document_snapshots (workspace_id, hash, document) VALUES
       ('w1', 'uses', $1), ('w1', 'free', $2), ('w2', 'uses', $1)`,
    [uses, free],
  );
  await bench.pool.query(
    `INSERT INTO connections (id, workspace_id, name, kind, envelope, updated_at)
     VALUES ('c1', 'w1', 'One', 'bearer', '{}', now()), ('c2', 'w1', 'Two', 'bearer', '{}', now())`,
  );
  await bench.run("queued", { document_hash: "uses" }, { queued_at: "now()" });
  await bench.run("running", { document_hash: "free" });
  await bench.wait(await bench.run("waiting", { flow_id: "f3", document_hash: "uses" }));
  await bench.run("succeeded", { document_hash: "uses" });
  await bench.run("running", { workspace_id: "w2", document_hash: "uses" });

  const impact = (target: Parameters<typeof bench.operations.impactOf>[1]) =>
    bench.operations.impactOf(actor(), target);
  assert.deepEqual(await impact({ flowId: "f1" }), { queued: 1, running: 1, waiting: 0 });
  assert.deepEqual(await impact({ flowId: "f3" }), { queued: 0, running: 0, waiting: 1 });
  assert.deepEqual(await impact({ connectionId: "c1" }), { queued: 1, running: 0, waiting: 1 });
  assert.deepEqual(
    await impact({ connectionId: "c2" }),
    { queued: 1, running: 0, waiting: 1 },
    "as a backup",
  );

  const missing = (error: { code?: string }) => error.code === "not_found";
  for (const target of [{ flowId: "f1" }, { connectionId: "c1" }]) {
    await assert.rejects(bench.operations.impactOf(actor("w2"), target), missing);
  }
  await bench.pool.query("UPDATE flows SET limited = true WHERE id = 'f1'");
  await assert.rejects(bench.operations.impactOf(actor("w1", "viewer"), { flowId: "f1" }), missing);
});
