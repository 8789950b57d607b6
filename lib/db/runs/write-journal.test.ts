import assert from "node:assert/strict";
import { after, test } from "node:test";
import fc from "fast-check";
import { Pool } from "pg";
import { createTestDatabase } from "#lib/db/migrate/test-database.ts";
import { newId } from "#lib/flow/new-id.ts";
import { type RunRow, type StepRow, writeJournal } from "./write-journal.ts";

const database = await createTestDatabase();
const pool = new Pool({ connectionString: database.url, max: 2 });
after(async () => {
  await pool.end();
  await database.drop();
});

function runRow(state: RunRow["state"] = "succeeded"): RunRow {
  return {
    id: newId(),
    workspace_id: "w",
    flow_id: "f",
    version_id: null,
    document_hash: "h",
    mode: "live",
    state,
    trigger_kind: "webhook",
    trigger_node_id: "start",
    conversation_id: null,
    input: { body: 'a "quoted", \\backslashed {value}' },
    result: null,
    error: { code: "out_of_order", message: "no" } as unknown as RunRow["error"],
    owner_id: null,
    fence: 1,
    step_count: 0,
    started_at: "2026-11-22T10:00:00.125Z",
    finished_at: null,
    duration_ms: 1.5,
    parent_run_id: null,
    started_by: null,
    queued_at: null,
    caller_wait_id: null,
    depth: 0,
    dead_at: null,
  };
}

function stepRow(seq: number, output: StepRow["output"]): StepRow {
  return {
    activationId: seq.toString(16).padStart(16, "0"),
    nodeId: `node ${seq}`,
    nodeType: "respond",
    seq,
    state: "succeeded",
    port: seq % 2 === 0 ? "done" : null,
    attempts: 1,
    input: null,
    output,
    vars: { seq },
    error: null,
    startedAt: "2026-11-22T10:00:00.250Z",
    durationMs: 0.12345,
    parents: ["00000000000000aa", "00000000000000bb"].slice(0, seq % 3),
    early: null,
    backup: null,
  };
}

test("batches of every size arrive whole, whichever statement carries them", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.array(
          fc.json().map((text) => JSON.parse(text)),
          { maxLength: 9 },
        ),
        {
          minLength: 1,
          maxLength: 24,
        },
      ),
      async (outputs) => {
        const writes = outputs.map((values) => ({
          isNew: true,
          row: runRow(),
          steps: values.map((value, index) => stepRow(index + 1, value)),
          waits: [],
          announce: false,
        }));
        const written = await writeJournal(pool, writes);
        assert.deepEqual(written, new Set(writes.map(({ row }) => row.id)));
        for (const { row, steps } of writes) {
          const { rows } = await pool.query(
            "SELECT node_id, port, output, vars, parents, duration_ms FROM run_steps WHERE run_id = $1 ORDER BY seq",
            [row.id],
          );
          assert.deepEqual(
            rows,
            steps.map((step) => ({
              node_id: step.nodeId,
              port: step.port,
              output: JSON.parse(JSON.stringify(step.output)),
              vars: step.vars,
              parents: step.parents,
              duration_ms: 0.123,
            })),
          );
        }
      },
    ),
    { numRuns: 25 },
  );
});

test("a run is stored as it is", async () => {
  const row = runRow();
  await writeJournal(pool, [{ isNew: true, row, steps: [], waits: [], announce: false }]);
  const { rows } = await pool.query("SELECT * FROM runs WHERE id = $1", [row.id]);
  const { takeovers, ...stored } = JSON.parse(JSON.stringify(rows[0]));
  assert.equal(takeovers, 0);
  assert.deepEqual(stored, row);
});

test("a run whose id is taken is left out, with its steps", async () => {
  const taken = runRow();
  await writeJournal(pool, [
    { isNew: true, row: taken, steps: [stepRow(1, 1)], waits: [], announce: false },
  ]);
  const other = runRow();
  const written = await writeJournal(pool, [
    {
      isNew: true,
      row: { ...taken, state: "failed" },
      steps: [stepRow(2, 2)],
      waits: [],
      announce: false,
    },
    { isNew: true, row: other, steps: [stepRow(1, 1)], waits: [], announce: false },
  ]);
  assert.deepEqual([...written], [other.id]);
  const { rows } = await pool.query(
    "SELECT r.state, s.seq FROM runs r JOIN run_steps s ON s.run_id = r.id WHERE r.id = $1",
    [taken.id],
  );
  assert.deepEqual(rows, [{ state: "succeeded", seq: 1 }]);
});

test("what text in Postgres cannot hold is mended, and nothing else", async () => {
  const row = runRow();
  const step = stepRow(1, { nul: "a\u0000b", half: "\ud800", literal: "\\u0000 stays" });
  await writeJournal(pool, [{ isNew: true, row, steps: [step], waits: [], announce: false }]);
  const { rows } = await pool.query(
    "SELECT output->>'nul' AS nul, output->>'half' AS half, output->>'literal' AS literal FROM run_steps WHERE run_id = $1",
    [row.id],
  );
  assert.deepEqual(rows, [{ nul: "a\ufffdb", half: "\ufffd", literal: "\\u0000 stays" }]);
});
