import type { Pool } from "pg";

/** Renews a process's lease; times are the database's. */
export async function renewOwnerLease(
  pool: Pick<Pool, "query">,
  ownerId: string,
  seconds: number,
): Promise<void> {
  await pool.query({
    name: "runs_renew_lease",
    text: `INSERT INTO process_leases (owner_id, started_at, expires_at)
           VALUES ($1, clock_timestamp(), clock_timestamp() + make_interval(secs => $2))
           ON CONFLICT (owner_id) DO UPDATE SET expires_at = excluded.expires_at`,
    values: [ownerId, seconds],
  });
}

export async function dropOwnerLease(pool: Pick<Pool, "query">, ownerId: string): Promise<void> {
  await pool.query("DELETE FROM process_leases WHERE owner_id = $1", [ownerId]);
}

/**
 * Takes over the running runs of owners whose lease ran out, and forgets those leases, all in one
 * statement. Two processes that try at once share them without overlap.
 */
export async function takeOverExpired(
  pool: Pick<Pool, "query">,
  ownerId: string,
): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>({
    name: "runs_take_over_expired",
    text: `WITH dead AS (
             DELETE FROM process_leases WHERE expires_at < clock_timestamp() AND owner_id <> $1
             RETURNING owner_id)
           UPDATE runs SET owner_id = $1, fence = fence + 1
           WHERE state = 'running' AND owner_id IN (SELECT owner_id FROM dead) RETURNING id`,
    values: [ownerId],
  });
  return rows.map((row) => row.id);
}

/** Takes over the running runs of owners that have no lease at all: left by a stopped process. */
export async function takeOverUnowned(
  pool: Pick<Pool, "query">,
  ownerId: string,
): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>({
    name: "runs_take_over_unowned",
    text: `UPDATE runs SET owner_id = $1, fence = fence + 1
           WHERE state = 'running' AND NOT EXISTS (
             SELECT 1 FROM process_leases l WHERE l.owner_id = runs.owner_id)
           RETURNING id`,
    values: [ownerId],
  });
  return rows.map((row) => row.id);
}

/** Takes back runs of our own whose journal we lost when the database went away. */
export async function takeBack(
  pool: Pick<Pool, "query">,
  ownerId: string,
  runIds: readonly string[],
): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>({
    name: "runs_take_back",
    text: `UPDATE runs SET fence = fence + 1
           WHERE id = ANY($2) AND state = 'running' AND owner_id = $1 RETURNING id`,
    values: [ownerId, runIds],
  });
  return rows.map((row) => row.id);
}
