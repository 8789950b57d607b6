import assert from "node:assert/strict";
import { test } from "node:test";
import { openOperationsBench } from "#lib/operations/operations-bench.fixture.ts";
import { readTotals } from "./read-totals.ts";

test("totals count over all workspaces, and a calm queue is 0 seconds old", async () => {
  const bench = await openOperationsBench();
  try {
    assert.deepEqual(await readTotals(bench.pool), {
      queued: 0,
      oldestQueuedSeconds: 0,
      running: 0,
      dead: 0,
      waiting: [],
    });
    await bench.run("queued", {}, { queued_at: "now() - interval '10 s'" });
    await bench.run("queued", { workspace_id: "w2" }, { queued_at: "now()" });
    await bench.run("running");
    await bench.run("failed", {}, { dead_at: "now()" });
    await bench.wait(await bench.run("waiting"), "delay");
    const totals = await readTotals(bench.pool);
    assert.ok(totals.oldestQueuedSeconds >= 10);
    assert.deepEqual(
      { ...totals, oldestQueuedSeconds: 10 },
      {
        queued: 2,
        oldestQueuedSeconds: 10,
        running: 1,
        dead: 1,
        waiting: [{ kind: "delay", count: 1 }],
      },
    );
  } finally {
    await bench.close();
  }
});

test("what is asked every few seconds never reads the whole of runs", async () => {
  const bench = await openOperationsBench();
  try {
    await bench.pool.query(
      `INSERT INTO runs (id, workspace_id, flow_id, document_hash, mode, state, trigger_kind,
         trigger_node_id, started_at, finished_at)
       SELECT 'r' || n, 'w1', 'f1', 'h', 'live', 'succeeded', 'webhook', 'start',
         now() - n * interval '1 min', now() - n * interval '1 min'
       FROM generate_series(1, 20000) n`,
    );
    await bench.pool.query("ANALYZE runs");
    for (const condition of [
      "workspace_id = 'w1' AND state = 'queued'",
      "workspace_id = 'w1' AND state = 'running'",
      "workspace_id = 'w1' AND dead_at IS NOT NULL",
      "state = 'queued'",
      "state = 'running'",
      "dead_at IS NOT NULL",
      "workspace_id = 'w1' AND started_at >= now() - interval '60 minutes'",
    ]) {
      const { rows } = await bench.pool.query(
        `EXPLAIN (FORMAT JSON) SELECT count(*) FROM runs WHERE ${condition}`,
      );
      assert.doesNotMatch(JSON.stringify(rows), /Seq Scan/, condition);
    }
  } finally {
    await bench.close();
  }
});
