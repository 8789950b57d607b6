import type { Pool } from "pg";

/** How long a lease holds without being renewed, in ms. */
export const leaseMs = 15_000;

/**
 * Takes the right to serve a conversation's inbox, for {@link leaseMs}. Returns the new fence, or
 * null when another process holds it. A lease of our own is taken over: only one pump a process
 * serves a conversation. Times are the database's.
 */
export async function takeLease(
  pool: Pool,
  conversationId: string,
  ownerId: string,
): Promise<number | null> {
  const { rows } = await pool.query<{ fence: number }>({
    name: "chat_take_lease",
    text: `UPDATE conversations SET lease_owner = $2, lease_fence = lease_fence + 1,
             lease_until = clock_timestamp() + make_interval(secs => $3)
           WHERE id = $1 AND (lease_until IS NULL OR lease_until < clock_timestamp()
                              OR lease_owner = $2)
           RETURNING lease_fence AS fence`,
    values: [conversationId, ownerId, leaseMs / 1000],
  });
  return rows[0]?.fence ?? null;
}

/** False when the lease went to somebody else. */
export async function renewLease(
  pool: Pool,
  conversationId: string,
  fence: number,
): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: "chat_renew_lease",
    text: `UPDATE conversations SET lease_until = clock_timestamp() + make_interval(secs => $3)
           WHERE id = $1 AND lease_fence = $2`,
    values: [conversationId, fence, leaseMs / 1000],
  });
  return rowCount === 1;
}

/**
 * Gives the lease back, unless a message came in since `lastSeq` was read: then the holder looks
 * again. Without `lastSeq` it is given back whatever came in. True when the lease is no longer ours.
 */
export async function releaseLease(
  pool: Pool,
  conversationId: string,
  fence: number,
  lastSeq: number | null,
): Promise<boolean> {
  const { rows } = await pool.query<{ held: boolean }>({
    name: "chat_release_lease",
    text: `WITH released AS (
             UPDATE conversations SET lease_owner = NULL, lease_until = NULL
             WHERE id = $1 AND lease_fence = $2 AND ($3::int IS NULL OR last_seq = $3)
             RETURNING id)
           SELECT NOT EXISTS (SELECT 1 FROM released) AND lease_fence = $2 AS held
           FROM conversations WHERE id = $1`,
    values: [conversationId, fence, lastSeq],
  });
  return rows[0]?.held !== true;
}
