import type { Pool } from "pg";
import type { StepRecord } from "#lib/engine/step-record.ts";
import type { ErrorInfo } from "#lib/errors/describe-error.ts";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import type { TriggerKind } from "#lib/nodes/contract.ts";
import type { RunState } from "#lib/runs/events.ts";
import { newRunsStatement } from "./new-runs-statement.ts";

/** A run's row, named as in the database. Times are ISO, UTC. */
export type RunRow = {
  id: string;
  workspace_id: string;
  flow_id: string;
  version_id: string | null;
  document_hash: string;
  mode: "live" | "test";
  state: RunState;
  trigger_kind: TriggerKind;
  trigger_node_id: string;
  conversation_id: string | null;
  input: Json;
  result: Json;
  error: ErrorInfo | null;
  owner_id: string | null;
  fence: number;
  step_count: number;
  started_at: string;
  finished_at: string | null;
  duration_ms: number;
  parent_run_id: string | null;
  started_by: string | null;
  queued_at: string | null;
  caller_wait_id: string | null;
  depth: number;
  dead_at: string | null;
};

export type StepRow = Omit<StepRecord, "startedAt"> & { startedAt: string };

export type WaitRow = {
  id: string;
  workspace_id: string;
  run_id: string;
  activation_id: string;
  node_id: string;
  kind: string;
  conversation_id: string | null;
  state: JsonObject;
  /** ISO, UTC. */
  expires_at: string | null;
};

/**
 * What one run wants written. `isNew`: its row is not there yet. `announce`: its end is told to those
 * who listen for it.
 */
export type RunWrite = {
  isNew: boolean;
  row: RunRow;
  steps: StepRow[];
  waits: WaitRow[];
  announce: boolean;
};

/**
 * Writes many runs in one statement, all or nothing. A run whose row somebody else owns by now (its
 * fence or state differ, or its id is taken) is left out, with its steps and waits. Returns the ids
 * of the runs that were written.
 */
export async function writeJournal(
  pool: Pick<Pool, "query">,
  writes: readonly RunWrite[],
): Promise<Set<string>> {
  const created: RunRow[] = [];
  const updated: Partial<RunRow>[] = [];
  const steps: { runId: string; step: StepRow }[] = [];
  const waits: WaitRow[] = [];
  const endings: string[] = [];
  for (const write of writes) {
    const { row } = write;
    if (write.isNew) created.push(row);
    else updated.push(pickUpdate(row));
    for (const step of write.steps) steps.push({ runId: row.id, step });
    for (const wait of write.waits) waits.push(wait);
    if (write.announce) endings.push(row.id);
  }
  const onlyNew = updated.length === 0 && waits.length === 0 && endings.length === 0;
  const { rows } = await pool.query<{ id: string }>(
    (onlyNew ? newRunsStatement(created, steps) : undefined) ?? {
      name: "runs_write",
      text: writeAll,
      values: [created, updated, steps.map(stepRecord), waits, endings].map((part) =>
        JSON.stringify(part),
      ),
    },
  );
  return new Set(rows.map((row) => row.id));
}

function pickUpdate(row: RunRow): Partial<RunRow> {
  const { id, fence, state, input, result, error, owner_id, step_count } = row;
  const { finished_at, duration_ms, dead_at } = row;
  return {
    ...{ id, fence, state, input, result, error, owner_id, step_count },
    ...{ finished_at, duration_ms, dead_at },
  };
}

/** A step as the statement takes it. What is null is left out: the fewer fields, the less to parse. */
function stepRecord({ runId, step }: { runId: string; step: StepRow }): object {
  const record: { [field: string]: unknown } = {
    r: runId,
    a: step.activationId,
    n: step.nodeId,
    y: step.nodeType,
    q: step.seq,
    s: step.state,
    t: step.attempts,
    b: step.startedAt,
    d: Math.round(step.durationMs * 1000) / 1000,
    f: step.parents,
  };
  if (step.port !== null) record.p = step.port;
  if (step.input !== null) record.i = step.input;
  if (step.output !== null) record.o = step.output;
  if (step.vars !== null) record.v = step.vars;
  if (step.error !== null) record.e = step.error;
  if (step.early !== null) record.l = step.early;
  if (step.backup !== null) record.k = step.backup;
  return record;
}

const insertRuns = `
  INSERT INTO runs (id, workspace_id, flow_id, version_id, document_hash, mode, state, trigger_kind,
    trigger_node_id, conversation_id, input, result, error, owner_id, fence, step_count, started_at,
    finished_at, duration_ms, parent_run_id, started_by, queued_at, caller_wait_id, depth, dead_at)
  SELECT * FROM json_to_recordset($1::json) AS x(
    id text, workspace_id text, flow_id text, version_id text, document_hash text, mode text,
    state text, trigger_kind text, trigger_node_id text, conversation_id text, input json,
    result json, error jsonb, owner_id text, fence int, step_count int, started_at timestamptz,
    finished_at timestamptz, duration_ms float8, parent_run_id text, started_by text,
    queued_at timestamptz, caller_wait_id text, depth int, dead_at timestamptz)
  ON CONFLICT (id) DO NOTHING RETURNING id`;

const insertSteps = `
  INSERT INTO run_steps (run_id, activation_id, node_id, node_type, seq, state, port, attempts,
    input, output, vars, error, started_at, duration_ms, parents, early, backup)
  SELECT * FROM json_to_recordset($3::json) AS x(
    r text, a text, n text, y text, q int, s text, p text, t int, i json, o json, v json,
    e json, b timestamptz, d float8, f text[], l json, k json)
  WHERE r IN (SELECT id FROM written)`;

const writeAll = `
  WITH created AS (${insertRuns}),
  updated AS (
    UPDATE runs SET state = x.state, input = x.input, result = x.result, error = x.error,
      owner_id = x.owner_id, step_count = x.step_count, finished_at = x.finished_at,
      duration_ms = x.duration_ms, dead_at = x.dead_at
    FROM json_to_recordset($2::json) AS x(
      id text, fence int, state text, input json, result json, error jsonb, owner_id text,
      step_count int, finished_at timestamptz, duration_ms float8, dead_at timestamptz)
    WHERE runs.id = x.id AND runs.fence = x.fence AND runs.state = 'running'
    RETURNING runs.id, runs.state, runs.dead_at),
  -- What started a run is kept whole until it has ended; for dead letters until they are dealt with.
  taken_in AS (
    DELETE FROM run_inbox USING updated
    WHERE run_inbox.run_id = updated.id AND updated.state IN ('succeeded', 'failed', 'canceled')
      AND updated.dead_at IS NULL),
  written AS (SELECT id FROM created UNION ALL SELECT id FROM updated),
  steps AS (${insertSteps}
    ON CONFLICT (run_id, activation_id) DO UPDATE SET
      seq = excluded.seq, state = excluded.state, port = excluded.port,
      attempts = excluded.attempts, input = excluded.input, output = excluded.output,
      vars = excluded.vars, error = excluded.error, started_at = excluded.started_at,
      duration_ms = excluded.duration_ms, early = excluded.early,
      backup = excluded.backup),
  waits AS (
    INSERT INTO waits (id, workspace_id, run_id, activation_id, node_id, kind, conversation_id,
      state, expires_at, created_at)
    SELECT *, clock_timestamp() FROM jsonb_to_recordset($4::jsonb) AS x(
      id text, workspace_id text, run_id text, activation_id text, node_id text, kind text,
      conversation_id text, state jsonb, expires_at timestamptz)
    WHERE run_id IN (SELECT id FROM written)
    ON CONFLICT (id) DO NOTHING),
  endings AS (
    INSERT INTO run_endings (run_id)
    SELECT ending FROM json_array_elements_text($5::json) AS ending
    WHERE ending IN (SELECT id FROM written)
    ON CONFLICT (run_id) DO NOTHING)
  SELECT id FROM written`;
