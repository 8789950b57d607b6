import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { type OperationsBench, openOperationsBench } from "./operations-bench.fixture.ts";
import { Pruner } from "./pruner.ts";

let bench: OperationsBench;
const silent = { info: () => undefined, warn: () => undefined };
beforeEach(async () => {
  bench = await openOperationsBench();
});
afterEach(() => bench.close());

const ago = (days: number) => ({
  started_at: `now() - interval '${days} days'`,
  finished_at: `now() - interval '${days} days'`,
});

async function belongings(runId: string) {
  await bench.wait(runId);
  await bench.pool.query(
    `INSERT INTO run_steps (run_id, activation_id, node_id, node_type, seq, state, started_at)
     VALUES ('${runId}', 'a', 'n', 't', 1, 'succeeded', now());
     INSERT INTO run_inbox (run_id, payload) VALUES ('${runId}', '{}');
     INSERT INTO run_endings (run_id) VALUES ('${runId}');`,
  );
}

test("ended runs older than the workspace keeps go with all that is theirs; others stay", async () => {
  const old = await bench.run("succeeded", {}, ago(31));
  const young = await bench.run("failed", {}, ago(29));
  const waiting = await bench.run("waiting", {}, { started_at: "now() - interval '90 days'" });
  const endedLately = await bench.run(
    "succeeded",
    {},
    { started_at: "now() - interval '90 days'", finished_at: "now() - interval '1 day'" },
  );
  const dead = await bench.run("failed", {}, { ...ago(50), dead_at: "now() - interval '50 days'" });
  const oldDead = await bench.run(
    "failed",
    {},
    { ...ago(61), dead_at: "now() - interval '61 days'" },
  );
  const foreign = await bench.run("succeeded", { workspace_id: "w2" }, ago(31));
  await bench.pool.query(
    "INSERT INTO run_policies (workspace_id, retention_days) VALUES ('w2', 100)",
  );
  for (const id of [old, young, waiting]) await belongings(id);

  assert.deepEqual(await new Pruner({ pool: bench.pool, log: silent }).prune(), {
    runs: 2,
    conversations: 0,
    tests: 0,
    auditEntries: 0,
    uses: 0,
    files: 0,
  });
  assert.equal(await bench.row(old), undefined);
  assert.equal(await bench.row(oldDead), undefined);
  for (const id of [young, waiting, endedLately, dead, foreign]) assert.ok(await bench.row(id));
  for (const table of ["run_steps", "run_inbox", "waits", "run_endings"]) {
    const { rows } = await bench.pool.query(`SELECT run_id FROM ${table}`);
    assert.deepEqual(new Set(rows.map((row) => row.run_id)), new Set([young, waiting]), table);
  }
});

test("more than a batch goes, also behind runs that have to stay", async () => {
  await bench.pool.query(
    `INSERT INTO runs (id, workspace_id, flow_id, document_hash, mode, state, trigger_kind,
       trigger_node_id, started_at, finished_at)
     SELECT 'r' || n, 'w1', 'f1', 'h', 'live', CASE WHEN n <= 1500 THEN 'waiting' ELSE 'failed' END,
       'webhook', 'start', now() - interval '60 days' + n * interval '1 s',
       CASE WHEN n > 1500 THEN now() - interval '50 days' END
     FROM generate_series(1, 3700) n`,
  );
  const pruned = await new Pruner({ pool: bench.pool, log: silent }).prune();
  assert.equal(pruned?.runs, 2_200);
  const { rows } = await bench.pool.query("SELECT count(*)::int AS left FROM runs");
  assert.equal(rows[0].left, 1_500);
});

test("conversations go only with a flow that was deleted long ago", async () => {
  await bench.pool.query(`
    UPDATE flows SET deleted_at = now() - interval '40 days' WHERE id = 'f1';
    UPDATE flows SET deleted_at = now() - interval '2 days' WHERE id = 'f2';
    INSERT INTO conversations (id, workspace_id, flow_id, mode, token_hash, last_message_at) VALUES
      ('gone', 'w1', 'f1', 'live', 'a', now() - interval '40 days'),
      ('fresh', 'w1', 'f1', 'live', 'b', now()),
      ('kept', 'w1', 'f3', 'live', 'c', now() - interval '400 days'),
      ('undoable', 'w2', 'f2', 'live', 'd', now() - interval '400 days');
    INSERT INTO messages (conversation_id, seq, direction, content, dedupe_key)
      VALUES ('gone', 1, 'in', '{}', 'k'), ('kept', 1, 'in', '{}', 'k');`);
  const pruned = await new Pruner({ pool: bench.pool, log: silent }).prune();
  assert.equal(pruned?.conversations, 1);
  const left = await bench.pool.query("SELECT id FROM conversations ORDER BY id");
  assert.deepEqual(
    left.rows.map((row) => row.id),
    ["fresh", "kept", "undoable"],
  );
  assert.equal((await bench.pool.query("SELECT 1 FROM messages")).rowCount, 1);
});

test("while one process prunes another has nothing to do, and afterwards it has", async () => {
  await bench.run("succeeded", {}, ago(31));
  const other = await bench.pool.connect();
  await other.query("SELECT pg_advisory_lock(7305419031)");
  const pruner = new Pruner({ pool: bench.pool, log: silent });
  assert.equal(await pruner.prune(), null);
  await other.query("SELECT pg_advisory_unlock(7305419031)");
  other.release();
  assert.equal((await pruner.prune())?.runs, 1);
});

test("tests that are a day old and still open are ended; younger ones and live runs are not", async () => {
  const yesterday = { started_at: "now() - interval '25 hours'" };
  const old: string[] = [];
  for (const state of ["queued", "running", "waiting"]) {
    old.push(await bench.run(state, { mode: "test" }, yesterday));
  }
  await bench.wait(old[2] ?? "");
  const young = await bench.run("running", { mode: "test" });
  const live = await bench.run("running", {}, yesterday);
  const pruned = await new Pruner({ pool: bench.pool, log: silent }).prune();
  assert.equal(pruned?.tests, 3);
  for (const id of old) {
    const row = await bench.row(id);
    assert.deepEqual([row.state, row.fence, row.error.code], ["canceled", 2, "run_canceled"]);
  }
  for (const id of [young, live]) assert.equal((await bench.row(id)).state, "running");
  assert.equal(
    (await bench.pool.query("SELECT 1 FROM waits WHERE consumed_at IS NULL")).rowCount,
    0,
  );
});
