import type { Pool } from "pg";
import type { StoredWait } from "./find-run.ts";

/** The open wait of a conversation whose run rests, the oldest first. */
export async function findOpenWait(
  pool: Pick<Pool, "query">,
  conversationId: string,
): Promise<{ waitId: string; runId: string } | null> {
  const { rows } = await pool.query<{ waitId: string; runId: string }>({
    name: "runs_find_open_wait",
    text: `SELECT w.id AS "waitId", w.run_id AS "runId" FROM waits w JOIN runs r ON r.id = w.run_id
           WHERE w.conversation_id = $1 AND w.kind = 'reply' AND w.consumed_at IS NULL
             AND r.state = 'waiting'
           ORDER BY w.created_at, w.id LIMIT 1`,
    values: [conversationId],
  });
  return rows[0] ?? null;
}

/**
 * Consumes a wait and makes its run ours and running, with a new fence, in one statement. Null when
 * the wait is consumed already or its run does not rest.
 */
export async function consumeWait(
  pool: Pick<Pool, "query">,
  waitId: string,
  ownerId: string,
  resumption: NonNullable<StoredWait["resumption"]>,
): Promise<{ runId: string } | null> {
  const { rows } = await pool.query<{ runId: string }>({
    name: "runs_consume_wait",
    text: `WITH resting AS (
             SELECT id FROM runs WHERE state = 'waiting'
               AND id = (SELECT run_id FROM waits WHERE id = $1 AND consumed_at IS NULL)
             FOR UPDATE),
           consumed AS (
             UPDATE waits SET consumed_at = clock_timestamp(),
               state = jsonb_set(waits.state, '{resumption}', $3::jsonb)
             FROM resting WHERE waits.id = $1 AND waits.run_id = resting.id
               AND waits.consumed_at IS NULL
             RETURNING waits.run_id)
           UPDATE runs SET state = 'running', owner_id = $2, fence = fence + 1
           FROM consumed WHERE runs.id = consumed.run_id AND runs.state = 'waiting'
           RETURNING runs.id AS "runId"`,
    values: [waitId, ownerId, JSON.stringify(resumption)],
  });
  return rows[0] ?? null;
}

/**
 * `used`: what it waited for has arrived. `expired`: its time is up, or its run has ended, without an
 * answer.
 */
export type WaitState = "open" | "used" | "expired";

/** What a wait is for, and whether it can still be answered; null when there is no such wait. */
export async function findWait(
  pool: Pick<Pool, "query">,
  waitId: string,
): Promise<{ kind: string; state: WaitState } | null> {
  const { rows } = await pool.query<{ kind: string; state: WaitState }>({
    name: "runs_find_wait",
    text: `SELECT w.kind, CASE
             WHEN coalesce(w.state->'resumption', w.state->'arrived')->>'kind' = w.kind THEN 'used'
             WHEN w.consumed_at IS NULL AND NOT w.state ? 'arrived' AND EXISTS (
               SELECT 1 FROM runs r
               WHERE r.id = w.run_id AND r.state IN ('queued', 'running', 'waiting')) THEN 'open'
             ELSE 'expired' END AS state
           FROM waits w WHERE w.id = $1`,
    values: [waitId],
  });
  return rows[0] ?? null;
}
