import type { Pool } from "pg";
import type { Actor } from "#lib/access/contract.ts";
import { granted, granteeOf } from "#lib/db/flows/granted.ts";
import type { ConsumedWait } from "#lib/engine/replay.ts";
import type { StepRecord } from "#lib/engine/step-record.ts";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import type { Arrival, RunCall } from "#lib/nodes/contract.ts";
import type { RunRow } from "./write-journal.ts";

/** A run's row with what it is shown with. */
export type RunRecord = RunRow & { flow_name: string; slug: string; version_number: number | null };

/** Everything but times, which come as ISO strings. */
const runColumns = `
  r.id, r.workspace_id, r.flow_id, r.version_id, r.document_hash, r.mode, r.state, r.trigger_kind,
  r.trigger_node_id, r.conversation_id, r.input, r.result, r.error, r.owner_id, r.fence,
  r.step_count, r.started_at, r.finished_at, r.duration_ms, r.parent_run_id, r.started_by,
  r.queued_at, r.caller_wait_id, r.depth, r.dead_at,
  coalesce(f.name, '') AS flow_name, coalesce(f.slug, '') AS slug, v.number AS version_number
  FROM runs r LEFT JOIN flows f ON f.id = r.flow_id LEFT JOIN flow_versions v ON v.id = r.version_id`;

type Stored<Row> = Omit<Row, "started_at" | "finished_at" | "queued_at" | "dead_at"> & {
  started_at: Date;
  finished_at: Date | null;
  queued_at: Date | null;
  dead_at: Date | null;
};

/** For statements that select runs: `SELECT ${runColumns} WHERE …`. */
export { runColumns };

export function readRun(row: Stored<RunRecord>): RunRecord {
  return {
    ...row,
    started_at: row.started_at.toISOString(),
    finished_at: row.finished_at?.toISOString() ?? null,
    queued_at: row.queued_at?.toISOString() ?? null,
    dead_at: row.dead_at?.toISOString() ?? null,
  };
}

/** A run by id; with a workspace, only if it is there. */
export async function findRun(
  pool: Pick<Pool, "query">,
  runId: string,
  workspaceId: string | null,
): Promise<RunRecord | null> {
  const { rows } = await pool.query<Stored<RunRecord>>({
    name: "runs_find",
    text: `SELECT ${runColumns} WHERE r.id = $1 AND ($2::text IS NULL OR r.workspace_id = $2)`,
    values: [runId, workspaceId],
  });
  return rows[0] === undefined ? null : readRun(rows[0]);
}

/** A run of a flow that somebody may work on. */
export async function findRunFor(
  pool: Pick<Pool, "query">,
  actor: Pick<Actor, "workspaceId" | "role" | "userId">,
  runId: string,
): Promise<RunRecord | null> {
  const { role, person } = granteeOf(actor);
  const { rows } = await pool.query<Stored<RunRecord>>({
    name: "runs_find_for",
    text: `SELECT ${runColumns} WHERE r.id = $1 AND r.workspace_id = $2 AND ${granted("f", "$3", "$4")}`,
    values: [runId, actor.workspaceId, role, person],
  });
  return rows[0] === undefined ? null : readRun(rows[0]);
}

/** What started a run, whole; null once it has ended, and for runs that were never queued. */
export async function findPayload(pool: Pick<Pool, "query">, runId: string): Promise<Json> {
  const { rows } = await pool.query<{ payload: Json }>({
    name: "runs_find_payload",
    text: "SELECT payload FROM run_inbox WHERE run_id = $1",
    values: [runId],
  });
  return rows[0]?.payload ?? null;
}

/** A run's steps in recorded order. */
export async function findSteps(pool: Pick<Pool, "query">, runId: string): Promise<StepRecord[]> {
  const { rows } = await pool.query<Omit<StepRecord, "startedAt"> & { startedAt: Date }>({
    name: "runs_find_steps",
    text: `SELECT activation_id AS "activationId", node_id AS "nodeId", node_type AS "nodeType", seq,
             state, port, attempts, input, output, vars, error, started_at AS "startedAt",
             duration_ms AS "durationMs", parents, early, backup
           FROM run_steps WHERE run_id = $1 ORDER BY seq, activation_id`,
    values: [runId],
  });
  return rows.map((row) => ({ ...row, startedAt: row.startedAt.getTime() }));
}

/** What a wait's `state` column holds: what the node left, and later what arrived. */
export type StoredWait = {
  count: number;
  state: JsonObject;
  resumption?: Arrival;
  /** For `run` waits: what is called, and the run that was started for it. */
  call?: RunCall & { runId: string };
};

/** The waits of a run that were consumed and not waited for again. */
export async function findConsumedWaits(
  pool: Pick<Pool, "query">,
  runId: string,
): Promise<ConsumedWait[]> {
  const { rows } = await pool.query<{ activationId: string; state: StoredWait; consumed: boolean }>(
    {
      name: "runs_find_waits",
      text: `SELECT DISTINCT ON (activation_id) activation_id AS "activationId", state,
             consumed_at IS NOT NULL AS consumed
           FROM waits WHERE run_id = $1
           ORDER BY activation_id, (state->>'count')::int DESC`,
      values: [runId],
    },
  );
  return rows.flatMap(({ activationId, state: { count, state, resumption }, consumed }) =>
    consumed && resumption !== undefined
      ? [{ activationId, count, resumption: { ...resumption, state } }]
      : [],
  );
}

/** A document as it was when a run walked it. */
export async function findDocument(
  pool: Pick<Pool, "query">,
  workspaceId: string,
  hash: string,
): Promise<Json | null> {
  const { rows } = await pool.query<{ document: Json }>({
    name: "runs_find_document",
    text: "SELECT document FROM document_snapshots WHERE workspace_id = $1 AND hash = $2",
    values: [workspaceId, hash],
  });
  return rows[0]?.document ?? null;
}

/** The newest test run of a flow. */
export async function findLatestTestRun(
  pool: Pick<Pool, "query">,
  workspaceId: string,
  flowId: string,
): Promise<string | null> {
  const { rows } = await pool.query<{ id: string }>({
    name: "runs_find_latest_test",
    text: `SELECT id FROM runs WHERE flow_id = $2 AND workspace_id = $1 AND mode = 'test'
           ORDER BY started_at DESC, id DESC LIMIT 1`,
    values: [workspaceId, flowId],
  });
  return rows[0]?.id ?? null;
}

/** Whether there is a conversation with a flow that somebody may work on. */
export async function conversationExists(
  pool: Pick<Pool, "query">,
  actor: Pick<Actor, "workspaceId" | "role" | "userId">,
  conversationId: string,
): Promise<boolean> {
  const { role, person } = granteeOf(actor);
  const { rowCount } = await pool.query(
    `SELECT 1 FROM conversations c LEFT JOIN flows f ON f.id = c.flow_id
     WHERE c.id = $1 AND c.workspace_id = $2 AND ${granted("f", "$3", "$4")}`,
    [conversationId, actor.workspaceId, role, person],
  );
  return rowCount === 1;
}
