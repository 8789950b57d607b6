import type { Pool } from "pg";

export type Totals = {
  queued: number;
  /** Seconds; 0 when none waits. */
  oldestQueuedSeconds: number;
  running: number;
  dead: number;
  waiting: { kind: string; count: number }[];
};

/** What lies where over all workspaces, from partial indexes alone. For operators, not for people. */
export async function readTotals(pool: Pick<Pool, "query">): Promise<Totals> {
  const [totals, waits] = await Promise.all([
    pool.query<Omit<Totals, "waiting">>({
      name: "operations_totals",
      text: `SELECT q.queued, q."oldestQueuedSeconds", r.running, d.dead FROM
               (SELECT count(*)::int AS queued, greatest(0, coalesce(
                  extract(epoch FROM clock_timestamp() - min(queued_at)), 0))::float8
                  AS "oldestQueuedSeconds" FROM runs WHERE state = 'queued') q,
               (SELECT count(*)::int AS running FROM runs WHERE state = 'running') r,
               (SELECT count(*)::int AS dead FROM runs WHERE dead_at IS NOT NULL) d`,
    }),
    pool.query<{ kind: string; count: number }>({
      name: "operations_totals_waits",
      text: "SELECT kind, count(*)::int AS count FROM waits WHERE consumed_at IS NULL GROUP BY kind",
    }),
  ]);
  const [row] = totals.rows;
  return {
    ...(row ?? { queued: 0, oldestQueuedSeconds: 0, running: 0, dead: 0 }),
    waiting: waits.rows,
  };
}
