import type { Pool, PoolClient } from "pg";
import type { ErrorInfo } from "#lib/errors/describe-error.ts";

/** A run that its owner lost, and what has become of it. */
export type Reclaimed = {
  runId: string;
  workspaceId: string;
  state: "queued" | "failed";
  /** Who walked it until now. */
  ownerId: string;
};

/** A run that was taken over this often and is lost once more has had its chances. */
const maxTakeovers = 5;

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
 * Puts lost runs to the queue, with a new fence that turns away whoever still walks them. One that
 * keeps losing its owner is given up as `abandoned`, else it could bring down workers for ever; flows
 * that listen for failures hear of that.
 */
const reclaim = (lost: string) => `
  lost AS (
    SELECT id, owner_id FROM runs WHERE state = 'running' AND ${lost} FOR UPDATE),
  back AS (
    UPDATE runs SET owner_id = NULL, fence = fence + 1, takeovers = takeovers + 1,
      queued_at = clock_timestamp(),
      state = CASE WHEN takeovers >= ${maxTakeovers} THEN 'failed' ELSE 'queued' END,
      error = CASE WHEN takeovers >= ${maxTakeovers} THEN $1::jsonb ELSE error END,
      finished_at = CASE WHEN takeovers >= ${maxTakeovers} THEN clock_timestamp() END,
      dead_at = CASE WHEN takeovers >= ${maxTakeovers} THEN clock_timestamp() END
    FROM lost WHERE runs.id = lost.id
    RETURNING runs.id AS "runId", workspace_id AS "workspaceId", state, mode,
      lost.owner_id AS "ownerId"),
  announced AS (
    INSERT INTO run_endings (run_id)
    SELECT b."runId" FROM back b WHERE b.state = 'failed' AND b.mode = 'live'
      AND EXISTS (SELECT 1 FROM run_listeners l WHERE l.workspace_id = b."workspaceId")
    ON CONFLICT (run_id) DO NOTHING),
  closed AS (
    UPDATE waits SET consumed_at = clock_timestamp() WHERE consumed_at IS NULL
      AND run_id IN (SELECT "runId" FROM back WHERE state = 'failed'))
  SELECT "runId", "workspaceId", state, "ownerId" FROM back`;

/**
 * Puts the running runs of owners whose lease ran out to the queue and forgets those leases. Two
 * processes that try at once share them without overlap. Must be in a transaction.
 */
export async function reclaimExpired(
  client: Pick<PoolClient, "query">,
  abandoned: ErrorInfo,
): Promise<Reclaimed[]> {
  const { rows } = await client.query<Reclaimed>({
    name: "runs_reclaim_expired",
    text: `WITH dead AS (
             DELETE FROM process_leases WHERE owner_id IN (
               SELECT owner_id FROM process_leases WHERE expires_at < clock_timestamp()
               FOR UPDATE SKIP LOCKED)
             RETURNING owner_id),
           ${reclaim("owner_id IN (SELECT owner_id FROM dead)")}`,
    values: [JSON.stringify(abandoned)],
  });
  return rows;
}

/** The same for running runs whose owner has no lease at all. */
export async function reclaimUnowned(
  client: Pick<PoolClient, "query">,
  abandoned: ErrorInfo,
): Promise<Reclaimed[]> {
  const { rows } = await client.query<Reclaimed>({
    name: "runs_reclaim_unowned",
    text: `WITH ${reclaim(`NOT EXISTS (
             SELECT 1 FROM process_leases l WHERE l.owner_id = runs.owner_id)`)}`,
    values: [JSON.stringify(abandoned)],
  });
  return rows;
}

/**
 * Gives running runs of one's own to the queue, through no fault of theirs: all, or only those
 * named. Must be in a transaction.
 */
export async function giveBack(
  client: Pick<PoolClient, "query">,
  ownerId: string,
  runIds: readonly string[] | null,
): Promise<Reclaimed[]> {
  const { rows } = await client.query<Reclaimed>({
    name: "runs_give_back",
    text: `UPDATE runs SET owner_id = NULL, fence = fence + 1, state = 'queued',
             queued_at = clock_timestamp()
           WHERE state = 'running' AND owner_id = $1 AND ($2::text[] IS NULL OR id = ANY($2))
           RETURNING id AS "runId", workspace_id AS "workspaceId", state, $1 AS "ownerId"`,
    values: [ownerId, runIds],
  });
  return rows;
}
