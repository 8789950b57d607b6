import type { PoolClient } from "pg";
import type { Arrival } from "#lib/nodes/contract.ts";

/** A run that was put to the queue again. */
export type Requeued = { runId: string; workspaceId: string };

/** Puts resting runs whose waits were consumed to the queue. */
const requeue = `
  UPDATE runs SET state = 'queued', owner_id = NULL, queued_at = clock_timestamp()
  FROM (SELECT DISTINCT run_id FROM consumed) c
  WHERE runs.id = c.run_id AND runs.state = 'waiting'
  RETURNING runs.id AS "runId", runs.workspace_id AS "workspaceId"`;

/** A reply that came in time and was not served yet, in a pause say, is no silence. */
const isAnswered = `(w.kind = 'reply' AND EXISTS (
  SELECT 1 FROM messages m WHERE m.conversation_id = w.conversation_id AND m.direction = 'in'
    AND m.processed_at IS NULL AND m.at <= w.expires_at))`;

/**
 * Consumes waits whose time has come and puts their runs to the queue: with what had arrived while
 * the run did not rest, else as a delay that is over, else as time that ran out. Waits that another
 * process holds are passed by. Must be in a transaction.
 */
export async function wakeDueWaits(
  client: Pick<PoolClient, "query">,
  limit: number,
): Promise<Requeued[]> {
  const { rows } = await client.query<Requeued>({
    name: "queue_wake_due_waits",
    text: `WITH due AS (
             SELECT w.id FROM waits w JOIN runs r ON r.id = w.run_id
             WHERE w.expires_at <= clock_timestamp() AND w.consumed_at IS NULL
               AND r.state = 'waiting' AND NOT ${isAnswered}
             ORDER BY w.expires_at LIMIT $1 FOR UPDATE SKIP LOCKED),
           consumed AS (
             UPDATE waits SET consumed_at = clock_timestamp(),
               state = jsonb_set(waits.state - 'arrived', '{resumption}',
                 coalesce(waits.state->'arrived', jsonb_build_object('kind',
                   CASE WHEN waits.kind = 'delay' THEN 'delay' ELSE 'timeout' END)))
             FROM due WHERE waits.id = due.id RETURNING waits.run_id)
           ${requeue}`,
    values: [limit],
  });
  return rows;
}

/**
 * Consumes one wait with what arrived and puts its run to the queue; the run, or null when the wait
 * is consumed already or its run does not rest. Must be in a transaction.
 */
export async function wakeWait(
  client: Pick<PoolClient, "query">,
  waitId: string,
  arrival: Arrival,
): Promise<Requeued | null> {
  const { rows } = await client.query<Requeued>({
    name: "queue_wake_wait",
    text: `WITH resting AS (
             SELECT id FROM runs WHERE state = 'waiting'
               AND id = (SELECT run_id FROM waits WHERE id = $1 AND consumed_at IS NULL)
             FOR UPDATE),
           consumed AS (
             UPDATE waits SET consumed_at = clock_timestamp(),
               state = jsonb_set(waits.state - 'arrived', '{resumption}', $2::jsonb)
             FROM resting WHERE waits.id = $1 AND waits.run_id = resting.id
               AND waits.consumed_at IS NULL AND NOT waits.state ? 'arrived'
             RETURNING waits.run_id)
           ${requeue}`,
    values: [waitId, JSON.stringify(arrival)],
  });
  return rows[0] ?? null;
}

/**
 * Keeps what arrived while the run was under way elsewhere in its flow: due at once, it is found as
 * soon as the run rests. False when something arrived before, or when there is nothing that waits.
 */
export async function keepArrival(
  client: Pick<PoolClient, "query">,
  waitId: string,
  arrival: Arrival,
): Promise<boolean> {
  const { rowCount } = await client.query({
    name: "queue_keep_arrival",
    text: `UPDATE waits SET expires_at = clock_timestamp(),
             state = jsonb_set(waits.state, '{arrived}', $2::jsonb)
           FROM runs WHERE waits.id = $1 AND waits.consumed_at IS NULL
             AND NOT waits.state ? 'arrived'
             AND runs.id = waits.run_id AND runs.state IN ('queued', 'running', 'waiting')`,
    values: [waitId, JSON.stringify(arrival)],
  });
  return rowCount === 1;
}

/** Closes waits that came due although their run has ended or is gone. */
export async function closeLeftWaits(client: Pick<PoolClient, "query">): Promise<void> {
  await client.query({
    name: "queue_close_left_waits",
    text: `UPDATE waits SET consumed_at = clock_timestamp()
           WHERE expires_at <= clock_timestamp() AND consumed_at IS NULL AND NOT EXISTS (
             SELECT 1 FROM runs r
             WHERE r.id = waits.run_id AND r.state IN ('queued', 'running', 'waiting'))`,
  });
}
