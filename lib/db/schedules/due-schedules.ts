import type { PoolClient } from "pg";

export type DueSchedule = {
  id: string;
  workspaceId: string;
  flowId: string;
  nodeId: string;
  /** As `syncSchedules` wrote them. */
  settings: unknown;
  nextAt: Date;
  /** What is published of the flow; null when nothing is, or the flow was deleted. */
  liveVersionId: string | null;
  /** The database's clock. */
  now: Date;
};

/**
 * Schedules that are due, the longest overdue first, locked until the transaction ends; those that
 * another process holds are left out, and so are `without`'s (schedules' and workspaces' ids).
 */
export async function lockDueSchedules(
  client: PoolClient,
  without: readonly string[],
  limit: number,
): Promise<DueSchedule[]> {
  const { rows } = await client.query<DueSchedule>({
    name: "schedules_lock_due",
    text: `SELECT s.id, s.workspace_id AS "workspaceId", s.flow_id AS "flowId",
                  s.node_id AS "nodeId", s.settings, s.next_at AS "nextAt",
                  CASE WHEN f.deleted_at IS NULL THEN f.live_version_id END AS "liveVersionId",
                  clock_timestamp() AS now
           FROM schedules s JOIN flows f ON f.id = s.flow_id
           WHERE s.next_at <= clock_timestamp()
             AND s.id <> ALL($1::text[]) AND s.workspace_id <> ALL($1::text[])
           ORDER BY s.next_at LIMIT $2 FOR UPDATE OF s SKIP LOCKED`,
    values: [without, limit],
  });
  return rows;
}

/** Sets when schedules are due next and, for those that fired, the time they fired for. */
export async function advanceSchedules(
  client: PoolClient,
  advances: readonly { id: string; nextAt: Date; firedFor: Date | null }[],
): Promise<void> {
  await client.query({
    name: "schedules_advance",
    text: `UPDATE schedules s SET next_at = a.next_at, last_at = COALESCE(a.fired_for, s.last_at)
           FROM unnest($1::text[], $2::timestamptz[], $3::timestamptz[])
             AS a (id, next_at, fired_for)
           WHERE s.id = a.id`,
    values: [
      advances.map(({ id }) => id),
      advances.map(({ nextAt }) => nextAt),
      advances.map(({ firedFor }) => firedFor),
    ],
  });
}
