import type { PoolClient } from "pg";

/** A run to be queued. `input` and `payload` are JSON text already. */
export type QueuedRun = {
  id: string;
  workspaceId: string;
  flowId: string;
  versionId: string | null;
  documentHash: string;
  triggerKind: string;
  triggerNodeId: string;
  conversationId: string | null;
  startedBy: string | null;
  parentRunId: string | null;
  callerWaitId: string | null;
  depth: number;
  payload: string;
  /** What is shown of the payload; undefined when that is all of it. */
  input: string | undefined;
};

/**
 * Writes queued runs with what started them, one statement for all. Returns the ids that were
 * written; those that are taken are left as they are.
 */
export async function insertRuns(
  client: Pick<PoolClient, "query">,
  runs: readonly QueuedRun[],
): Promise<Set<string>> {
  const { rows } = await client.query<{ id: string }>({
    name: "queue_insert_runs",
    text: statement,
    values: [`[${runs.map(jsonOf).join(",")}]`],
  });
  return new Set(rows.map((row) => row.id));
}

/** The payload goes in as the text it is: making JSON of JSON costs more than all the rest. */
function jsonOf({ payload, input, ...rest }: QueuedRun): string {
  const shown = input === undefined ? "" : `,"input":${input}`;
  return `${JSON.stringify(rest).slice(0, -1)},"payload":${payload}${shown}}`;
}

const statement = `
  WITH given AS MATERIALIZED (
    SELECT * FROM json_to_recordset($1::json) AS x(
      id text, "workspaceId" text, "flowId" text, "versionId" text, "documentHash" text,
      "triggerKind" text, "triggerNodeId" text, "conversationId" text, "startedBy" text,
      "parentRunId" text, "callerWaitId" text, depth int, payload json, input json)),
  written AS (
    INSERT INTO runs (id, workspace_id, flow_id, version_id, document_hash, mode, state,
      trigger_kind, trigger_node_id, conversation_id, input, owner_id, fence, step_count,
      started_at, queued_at, duration_ms, parent_run_id, started_by, caller_wait_id, depth)
    SELECT id, "workspaceId", "flowId", "versionId", "documentHash", 'live', 'queued',
      "triggerKind", "triggerNodeId", "conversationId", coalesce(input, payload), NULL, 0, 0,
      clock_timestamp(), clock_timestamp(), 0, "parentRunId", "startedBy", "callerWaitId", depth
    FROM given ON CONFLICT (id) DO NOTHING RETURNING id),
  kept AS (
    INSERT INTO run_inbox (run_id, payload)
    SELECT DISTINCT ON (id) id, payload FROM given WHERE id IN (SELECT id FROM written)
    ON CONFLICT (run_id) DO NOTHING)
  SELECT id FROM written`;
