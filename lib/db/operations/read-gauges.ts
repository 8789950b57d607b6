import type { Pool } from "pg";

export type Gauges = {
  queued: number;
  /** ms. */
  oldestQueuedMs: number | null;
  dead: number;
  waiting: { kind: string; count: number }[];
  workers: { ownerId: string; startedAt: Date; alive: boolean; running: number }[];
  running: number;
};

/** What lies where right now. Reads only the few rows that partial indexes hold. */
export async function readGauges(pool: Pick<Pool, "query">, workspaceId: string): Promise<Gauges> {
  const [queue, waits, running, leases] = await Promise.all([
    pool.query<{ queued: number; oldestQueuedMs: number | null; dead: number }>({
      name: "operations_queue",
      text: `SELECT q.queued, q."oldestQueuedMs", d.dead FROM
               (SELECT count(*)::int AS queued,
                  (extract(epoch FROM clock_timestamp() - min(queued_at)) * 1000)::float8
                    AS "oldestQueuedMs"
                FROM runs WHERE workspace_id = $1 AND state = 'queued') q,
               (SELECT count(*)::int AS dead
                FROM runs WHERE workspace_id = $1 AND dead_at IS NOT NULL) d`,
      values: [workspaceId],
    }),
    pool.query<{ kind: string; count: number }>({
      name: "operations_waits",
      text: `SELECT kind, count(*)::int AS count FROM waits
             WHERE workspace_id = $1 AND consumed_at IS NULL GROUP BY kind ORDER BY kind`,
      values: [workspaceId],
    }),
    pool.query<{ ownerId: string | null; running: number }>({
      name: "operations_running",
      text: `SELECT owner_id AS "ownerId", count(*)::int AS running FROM runs
             WHERE workspace_id = $1 AND state = 'running' GROUP BY owner_id`,
      values: [workspaceId],
    }),
    pool.query<{ ownerId: string; startedAt: Date; alive: boolean }>({
      name: "operations_workers",
      text: `SELECT owner_id AS "ownerId", started_at AS "startedAt",
               expires_at > clock_timestamp() AS alive
             FROM process_leases ORDER BY started_at, owner_id LIMIT 100`,
    }),
  ]);
  const inHand = new Map(running.rows.map((row) => [row.ownerId, row.running]));
  const [{ queued, oldestQueuedMs, dead } = { queued: 0, oldestQueuedMs: null, dead: 0 }] =
    queue.rows;
  return {
    queued,
    // The clock that stamped a run may be a little ahead of the database's.
    oldestQueuedMs: oldestQueuedMs === null ? null : Math.max(0, oldestQueuedMs),
    dead,
    waiting: waits.rows,
    workers: leases.rows.map((lease) => ({ ...lease, running: inHand.get(lease.ownerId) ?? 0 })),
    running: running.rows.reduce((sum, row) => sum + row.running, 0),
  };
}
