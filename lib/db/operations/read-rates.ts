import type { Pool } from "pg";

/** Runs looked at for percentiles, at most. */
const sampleSize = 5_000;

export type Rates = {
  minutes: { at: Date; ended: number; failed: number }[];
  /** ms; null while there is nothing to measure. */
  queueTime: { p50: number; p95: number } | null;
  duration: { p50: number; p95: number } | null;
};

/**
 * How a workspace's runs went lately. Looks only at runs that began within the window, over the
 * index of starts: a run that began more than an hour ago and ends now is in no minute.
 */
export async function readRates(pool: Pick<Pool, "query">, workspaceId: string): Promise<Rates> {
  const [minutes, sample] = await Promise.all([
    pool.query<Rates["minutes"][number]>({
      name: "operations_minutes",
      text: `SELECT minute AS at, coalesce(ended, 0)::int AS ended, coalesce(failed, 0)::int AS failed
             FROM generate_series(date_trunc('minute', now()) - interval '59 minutes',
               date_trunc('minute', now()), interval '1 minute') AS minute
             LEFT JOIN (
               SELECT date_trunc('minute', finished_at) AS minute, count(*) AS ended,
                 count(*) FILTER (WHERE state = 'failed') AS failed
               FROM runs
               WHERE workspace_id = $1 AND started_at >= now() - interval '60 minutes'
                 AND finished_at IS NOT NULL
               GROUP BY 1) AS ends USING (minute)
             ORDER BY minute`,
      values: [workspaceId],
    }),
    pool.query<{ [name in "q50" | "q95" | "d50" | "d95"]: number | null }>({
      name: "operations_percentiles",
      text: `SELECT
               percentile_cont(0.5) WITHIN GROUP (ORDER BY queue_ms) AS q50,
               percentile_cont(0.95) WITHIN GROUP (ORDER BY queue_ms) AS q95,
               percentile_cont(0.5) WITHIN GROUP (ORDER BY duration_ms) AS d50,
               percentile_cont(0.95) WITHIN GROUP (ORDER BY duration_ms) AS d95
             FROM (
               -- A run that went on after a wait was queued anew, after its start: not a first wait.
               SELECT CASE WHEN queued_at <= started_at
                   THEN (extract(epoch FROM started_at - queued_at) * 1000)::float8 END AS queue_ms,
                 CASE WHEN finished_at IS NOT NULL THEN duration_ms END AS duration_ms
               FROM runs
               WHERE workspace_id = $1 AND started_at >= now() - interval '15 minutes'
                 AND state <> 'queued'
               ORDER BY started_at DESC LIMIT ${sampleSize}) AS sample`,
      values: [workspaceId],
    }),
  ]);
  const [{ q50, q95, d50, d95 } = { q50: null, q95: null, d50: null, d95: null }] = sample.rows;
  return {
    minutes: minutes.rows,
    queueTime: q50 === null || q95 === null ? null : { p50: q50, p95: q95 },
    duration: d50 === null || d95 === null ? null : { p50: d50, p95: d95 },
  };
}
