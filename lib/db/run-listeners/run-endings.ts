import type { PoolClient } from "pg";

export type EndedRun = {
  id: string;
  workspaceId: string;
  flowId: string;
  flowName: string;
  state: "succeeded" | "failed" | "canceled";
  error: unknown;
  result: unknown;
  durationMs: number;
  startedAt: Date;
  finishedAt: Date | null;
  triggerKind: string;
  depth: number;
  /** The flows of the runs that led here, its own included. */
  chain: string[];
  /** An Error flow's run is among the runs that led here, or is this one. */
  causedByErrorFlow: boolean;
};

export type HearingListener = {
  runId: string;
  id: string;
  flowId: string;
  nodeId: string;
  /** What is published of the listening flow. */
  liveVersionId: string;
};

/**
 * Endings to tell listeners of, the oldest first, locked until the transaction ends; those that
 * another process holds are left out, and so are `without`'s (runs' and workspaces' ids).
 */
export async function lockEndings(
  client: PoolClient,
  without: readonly string[],
  limit: number,
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>({
    name: "endings_lock",
    text: `SELECT e.run_id AS id FROM run_endings e LEFT JOIN runs r ON r.id = e.run_id
           WHERE e.run_id <> ALL($1::text[])
             AND (r.workspace_id IS NULL OR r.workspace_id <> ALL($1::text[]))
           ORDER BY e.created_at LIMIT $2 FOR UPDATE OF e SKIP LOCKED`,
    values: [without, limit],
  });
  return rows.map((row) => row.id);
}

/**
 * The live runs among these that have ended and that stand at most at `maxDepth`. Chains
 * are followed through at most 20 runs.
 */
export async function findEndedRuns(
  client: PoolClient,
  runIds: readonly string[],
  maxDepth: number,
): Promise<EndedRun[]> {
  const { rows } = await client.query<EndedRun>({
    name: "endings_find_runs",
    text: `WITH RECURSIVE up AS (
             SELECT id AS root, parent_run_id, flow_id, trigger_kind, 0 AS level
             FROM runs WHERE id = ANY($1::text[])
             UNION ALL
             SELECT up.root, p.parent_run_id, p.flow_id, p.trigger_kind, up.level + 1
             FROM up JOIN runs p ON p.id = up.parent_run_id WHERE up.level < 20),
           chains AS (
             SELECT root, array_agg(DISTINCT flow_id) AS flows,
                    bool_or(trigger_kind = 'error') AS by_error
             FROM up GROUP BY root)
           SELECT r.id, r.workspace_id AS "workspaceId", r.flow_id AS "flowId",
                  f.name AS "flowName", r.state, r.error, r.result,
                  r.duration_ms AS "durationMs", r.started_at AS "startedAt", r.finished_at AS "finishedAt",
                  r.trigger_kind AS "triggerKind", r.depth, c.flows AS chain,
                  c.by_error AS "causedByErrorFlow"
           FROM runs r JOIN chains c ON c.root = r.id JOIN flows f ON f.id = r.flow_id
           WHERE r.mode = 'live' AND r.state IN ('succeeded', 'failed', 'canceled') AND r.depth <= $2`,
    values: [runIds, maxDepth],
  });
  return rows;
}

/** Which listeners of published flows hear these runs; no flow hears its own. */
export async function findListeners(
  client: PoolClient,
  runIds: readonly string[],
): Promise<HearingListener[]> {
  const { rows } = await client.query<HearingListener>({
    name: "endings_find_listeners",
    text: `SELECT r.id AS "runId", l.id, l.flow_id AS "flowId", l.node_id AS "nodeId",
                  f.live_version_id AS "liveVersionId"
           FROM runs r
           JOIN run_listeners l ON l.workspace_id = r.workspace_id AND l.flow_id <> r.flow_id
             AND (l.watched_flow_id IS NULL OR l.watched_flow_id = r.flow_id)
             AND l.outcome IN ('any', r.state)
           JOIN flows f ON f.id = l.flow_id
             AND f.deleted_at IS NULL AND f.live_version_id IS NOT NULL
           WHERE r.id = ANY($1::text[])`,
    values: [runIds],
  });
  return rows;
}

export async function deleteEndings(client: PoolClient, runIds: readonly string[]): Promise<void> {
  await client.query({
    name: "endings_delete",
    text: "DELETE FROM run_endings WHERE run_id = ANY($1::text[])",
    values: [runIds],
  });
}
