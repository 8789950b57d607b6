import type { Pool } from "pg";
import type { Impact } from "#lib/operations/contract.ts";

/** Queued, running and waiting runs of a workspace as rows (flow_id, document_hash, state). */
const openRuns = `
  SELECT flow_id, document_hash, state FROM runs WHERE workspace_id = $1 AND state = 'queued'
  UNION ALL
  SELECT flow_id, document_hash, state FROM runs WHERE workspace_id = $1 AND state = 'running'
  UNION ALL
  SELECT flow_id, document_hash, state FROM runs
  WHERE workspace_id = $1 AND state = 'waiting' AND id IN (
    SELECT run_id FROM waits WHERE workspace_id = $1 AND consumed_at IS NULL)`;

const counts = `
  count(*) FILTER (WHERE state = 'queued')::int AS queued,
  count(*) FILTER (WHERE state = 'running')::int AS running,
  count(*) FILTER (WHERE state = 'waiting')::int AS waiting`;

/** The runs under way of one flow. */
export async function countFlowRuns(
  pool: Pick<Pool, "query">,
  workspaceId: string,
  flowId: string,
): Promise<Impact> {
  const { rows } = await pool.query<Impact>({
    name: "operations_flow_impact",
    text: `SELECT ${counts} FROM (${openRuns}) AS open WHERE flow_id = $2`,
    values: [workspaceId, flowId],
  });
  return rows[0] ?? none;
}

/**
 * The runs under way whose document, the one they began with, names a connection. Each document is
 * looked into once, however many runs walk it.
 */
export async function countConnectionRuns(
  pool: Pick<Pool, "query">,
  workspaceId: string,
  connectionId: string,
): Promise<Impact> {
  const { rows } = await pool.query<Impact>({
    name: "operations_connection_impact",
    text: `WITH open AS MATERIALIZED (${openRuns}),
           using_it AS (
             SELECT d.hash FROM document_snapshots d
             WHERE d.workspace_id = $1 AND d.hash IN (SELECT document_hash FROM open)
               AND (d.document @> jsonb_build_object('nodes',
                   jsonb_build_array(jsonb_build_object('connectionId', $2::text)))
                 OR d.document @> jsonb_build_object('nodes',
                   jsonb_build_array(jsonb_build_object('backupConnectionId', $2::text)))))
           SELECT ${counts} FROM open WHERE document_hash IN (SELECT hash FROM using_it)`,
    values: [workspaceId, connectionId],
  });
  return rows[0] ?? none;
}

const none: Impact = { queued: 0, running: 0, waiting: 0 };
