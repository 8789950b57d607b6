import type { PoolClient } from "pg";
import { type RunRecord, readRun, runColumns } from "#lib/db/runs/find-run.ts";
import type { Json } from "#lib/flow/json.ts";
import { defaultLimits } from "#lib/operations/contract.ts";

/** A run that is ours to walk now. */
export type ClaimedRow = {
  record: RunRecord;
  /** What started it, whole; undefined when it was never queued with it or is gone. */
  payload: Json | undefined;
};

type Row = Parameters<typeof readRun>[0] & { inbox_payload: Json; in_inbox: boolean };

/** Claims of a workspace's runs come one after the other, so that its limit holds exactly. */
const lockSpace = 730_541;

/** The same columns as everywhere, of the rows as they are after the update. */
const columns = runColumns.replace(/\bFROM runs r\b/, "FROM taken r");

/**
 * Makes queued runs running and ours, each with a new fence, as far as their workspaces' limits go:
 * the longest queued first. Runs that are not queued any more are left out. Must be in a
 * transaction.
 */
export async function claimRuns(
  client: Pick<PoolClient, "query">,
  runIds: readonly string[],
  ownerId: string,
): Promise<ClaimedRow[]> {
  await client.query({
    name: "queue_lock_workspaces",
    text: `SELECT pg_advisory_xact_lock($2, key) FROM (
             SELECT DISTINCT hashtext(workspace_id) AS key FROM runs WHERE id = ANY($1)
             ORDER BY key) w`,
    values: [runIds, lockSpace],
  });
  const { rows } = await client.query<Row>({
    name: "queue_claim_runs",
    text: claim,
    values: [runIds, ownerId, defaultLimits.maxRunning],
  });
  return rows.map(({ inbox_payload, in_inbox, ...row }) => ({
    record: readRun(row),
    payload: in_inbox ? inbox_payload : undefined,
  }));
}

/** Those of the given runs that are still queued. */
export async function findQueued(
  client: Pick<PoolClient, "query">,
  runIds: readonly string[],
): Promise<{ runId: string; workspaceId: string; begun: boolean }[]> {
  const { rows } = await client.query<{ runId: string; workspaceId: string; begun: boolean }>({
    name: "queue_find_queued",
    text: `SELECT id AS "runId", workspace_id AS "workspaceId", fence > 0 AS begun
           FROM runs WHERE id = ANY($1) AND state = 'queued'`,
    values: [runIds],
  });
  return rows;
}

const claim = `
  WITH wanted AS (
    SELECT id, workspace_id,
      row_number() OVER (PARTITION BY workspace_id ORDER BY queued_at, id) AS place
    FROM runs WHERE id = ANY($1) AND state = 'queued'),
  allowed AS (
    SELECT w.workspace_id,
      CASE WHEN p.paused_at IS NOT NULL THEN 0 ELSE coalesce(p.max_running, $3::int) END - (
        SELECT count(*) FROM runs u WHERE u.workspace_id = w.workspace_id AND u.state = 'running'
      ) AS room
    FROM (SELECT DISTINCT workspace_id FROM wanted) w LEFT JOIN run_policies p USING (workspace_id)),
  taken AS (
    UPDATE runs SET state = 'running', owner_id = $2, fence = fence + 1,
      started_at = CASE WHEN fence = 0 THEN clock_timestamp() ELSE started_at END
    FROM wanted JOIN allowed USING (workspace_id)
    WHERE runs.id = wanted.id AND place <= room AND runs.state = 'queued' RETURNING runs.*)
  SELECT i.payload AS inbox_payload, i.run_id IS NOT NULL AS in_inbox, ${columns}
    LEFT JOIN run_inbox i ON i.run_id = r.id ORDER BY r.queued_at, r.id`;
