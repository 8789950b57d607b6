import type { Pool } from "pg";

type Queries = Pick<Pool, "query">;

/** Dead letters are kept this much longer than other ended runs, in days. */
const extraDaysForDead = 30;

export type Retention = { workspaceId: string; days: number };

/** How long each workspace keeps its ended runs. */
export async function readRetention(db: Queries, defaultDays: number): Promise<Retention[]> {
  const { rows } = await db.query<Retention>(
    `SELECT w.id AS "workspaceId", coalesce(p.retention_days, $1)::int AS days
     FROM workspaces w LEFT JOIN run_policies p ON p.workspace_id = w.id ORDER BY w.id`,
    [defaultDays],
  );
  return rows;
}

/** Where a batch ended, so that the next one does not look at what has to stay once more. */
export type PrunePosition = { startedAt: string; id: string };

/**
 * Deletes a batch of runs that ended longer ago than `days`, with everything that belongs to them.
 * `looked` runs were considered; fewer than `size` means that there are no more.
 */
export async function pruneRuns(
  db: Queries,
  { workspaceId, days }: Retention,
  after: PrunePosition | null,
  size: number,
): Promise<{ looked: number; deleted: number; next: PrunePosition | null }> {
  const { rows } = await db.query<{
    looked: number;
    deleted: number;
    startedAt: string | null;
    id: string | null;
  }>({
    name: "operations_prune_runs",
    text: pruneBatch,
    values: [workspaceId, days, after?.startedAt ?? null, after?.id ?? null, size],
  });
  const [row] = rows;
  if (row === undefined || row.startedAt === null || row.id === null) {
    return { looked: 0, deleted: 0, next: null };
  }
  const next = { startedAt: row.startedAt, id: row.id };
  return { looked: row.looked, deleted: row.deleted, next };
}

// A run that ended long ago began before that, so the index of starts leads to it.
const pruneBatch = `
  WITH looked AS MATERIALIZED (
    SELECT id, started_at, state, finished_at, dead_at FROM runs
    WHERE workspace_id = $1 AND started_at < now() - make_interval(days => $2)
      AND ($3::timestamptz IS NULL OR (started_at, id) > ($3::timestamptz, $4::text))
    ORDER BY started_at, id LIMIT $5),
  old AS (
    SELECT id FROM looked
    WHERE state IN ('succeeded', 'failed', 'canceled')
      AND coalesce(finished_at, started_at) < now() - make_interval(days => $2)
      AND (dead_at IS NULL
        OR dead_at < now() - make_interval(days => $2 + ${extraDaysForDead}))),
  steps AS (DELETE FROM run_steps WHERE run_id IN (SELECT id FROM old)),
  arrived AS (DELETE FROM run_inbox WHERE run_id IN (SELECT id FROM old)),
  waited AS (DELETE FROM waits WHERE run_id IN (SELECT id FROM old)),
  endings AS (DELETE FROM run_endings WHERE run_id IN (SELECT id FROM old)),
  deleted AS (DELETE FROM runs WHERE id IN (SELECT id FROM old) RETURNING id),
  last AS (SELECT id, started_at FROM looked ORDER BY started_at DESC, id DESC LIMIT 1)
  SELECT (SELECT count(*) FROM looked)::int AS looked,
    (SELECT count(*) FROM deleted)::int AS deleted,
    to_char(last.started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "startedAt",
    last.id
  FROM (SELECT 1) AS one LEFT JOIN last ON true`;

/**
 * Deletes a batch of conversations, with their messages, of flows that were deleted longer ago than
 * `days` and that nobody has written in since. Returns how many.
 */
export async function pruneConversations(
  db: Queries,
  { workspaceId, days }: Retention,
  size: number,
): Promise<number> {
  const { rowCount } = await db.query({
    name: "operations_prune_conversations",
    text: `DELETE FROM conversations WHERE id IN (
             SELECT c.id FROM conversations c
             WHERE c.workspace_id = $1
               AND c.last_message_at < now() - make_interval(days => $2)
               AND c.flow_id IN (
                 SELECT id FROM flows WHERE workspace_id = $1
                   AND deleted_at < now() - make_interval(days => $2))
             LIMIT $3)`,
    values: [workspaceId, days, size],
  });
  return rowCount ?? 0;
}
