import type { Pool } from "pg";

/**
 * An open hand-over of a run that has not ended, as a condition on `conversations` named `c`. One that
 * was handed back before its run came to rest is on its way to be consumed, and open no more.
 */
const openHandOver = (c: string) => `EXISTS (
  SELECT 1 FROM waits w JOIN runs r ON r.id = w.run_id
  WHERE w.conversation_id = ${c}.id AND w.kind = 'person' AND w.consumed_at IS NULL
    AND NOT w.state ? 'arrived' AND r.state IN ('queued', 'running', 'waiting'))`;

/** A hand-over that is over, since the conversation was parked. */
const endedHandOver = (c: string) => `EXISTS (
  SELECT 1 FROM waits w WHERE w.conversation_id = ${c}.id AND w.kind = 'person'
    AND w.consumed_at >= ${c}.parked_at)`;

/** A conversation that its flow has given up waiting for, or that was cancelled there, is no person's. */
const isOver = (c: string) => `NOT ${openHandOver(c)} AND ${endedHandOver(c)}`;

/** Whether the run that a person has handed back to has not come to rest or its end yet. */
export const isResuming = (c: string) => `EXISTS (
  SELECT 1 FROM waits w JOIN runs r ON r.id = w.run_id
  WHERE w.conversation_id = ${c}.id AND w.kind = 'person'
    AND ((w.consumed_at > clock_timestamp() - interval '10 minutes'
          AND r.state IN ('queued', 'running'))
      OR (w.consumed_at IS NULL AND w.state ? 'arrived'
          AND r.state IN ('queued', 'running', 'waiting'))))`;

/** Whether a person answers, as a condition on `conversations` under the given name. */
export const isWithPerson = (c: string) =>
  `(${openHandOver(c)} OR (${c}.state = 'parked' AND NOT ${endedHandOver(c)}))`;

/**
 * Gives a conversation to people; one that a member has taken over already stays theirs. The time is
 * the hand-over's, so that a call that comes late does not reach past a hand-over that is over by
 * then. True when it was not theirs before.
 */
export async function parkConversation(
  pool: Pick<Pool, "query">,
  conversationId: string,
  note: string,
): Promise<boolean> {
  const { rows } = await pool.query<{ state: string }>({
    name: "chat_park",
    text: `UPDATE conversations c SET state = 'parked', hand_over_note = $2,
             parked_at = coalesce(before.parked_at, (
               SELECT max(w.created_at) FROM waits w
               WHERE w.conversation_id = $1 AND w.kind = 'person'), clock_timestamp())
           FROM (SELECT id, state, CASE WHEN state = 'parked' THEN parked_at END AS parked_at
                 FROM conversations WHERE id = $1 FOR UPDATE) before
           WHERE c.id = before.id AND before.state <> 'closed'
           RETURNING before.state`,
    values: [conversationId, note],
  });
  return rows[0] !== undefined && rows[0].state !== "parked";
}

/** Gives a conversation back to its flow. False when it was not with people. */
export async function unparkConversation(
  pool: Pick<Pool, "query">,
  conversationId: string,
): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: "chat_unpark",
    text: `UPDATE conversations
           SET state = 'open', parked_at = NULL, assignee_id = NULL, hand_over_note = ''
           WHERE id = $1 AND state = 'parked'`,
    values: [conversationId],
  });
  return rowCount === 1;
}

/** The waits that a hand-back of the conversation ends. */
export async function findOpenHandOvers(
  pool: Pick<Pool, "query">,
  conversationId: string,
): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>({
    name: "chat_open_hand_overs",
    text: `SELECT id FROM waits
           WHERE conversation_id = $1 AND kind = 'person' AND consumed_at IS NULL
           ORDER BY created_at, id`,
    values: [conversationId],
  });
  return rows.map(({ id }) => id);
}

/**
 * Puts right what a lost process or a hand-over's end left behind: gives back conversations whose
 * hand-overs are all over, and parks those of hand-overs that nobody was told of. Returns whose state
 * has changed.
 */
export async function settleHandOvers(pool: Pick<Pool, "query">): Promise<string[]> {
  const released = await pool.query<{ id: string }>({
    name: "chat_release_hand_overs",
    text: `UPDATE conversations c
           SET state = 'open', parked_at = NULL, assignee_id = NULL, hand_over_note = ''
           WHERE c.state = 'parked' AND ${isOver("c")} RETURNING c.id`,
  });
  const parked = await pool.query<{ id: string }>({
    name: "chat_park_hand_overs",
    text: `UPDATE conversations c SET state = 'parked', parked_at = h.created_at,
             hand_over_note = coalesce(h.state->'state'->>'note', '')
           FROM waits h JOIN runs r ON r.id = h.run_id
           WHERE h.kind = 'person' AND h.consumed_at IS NULL AND NOT h.state ? 'arrived'
             AND r.state = 'waiting'
             AND h.conversation_id = c.id AND c.state = 'open'
           RETURNING c.id`,
  });
  return [...released.rows, ...parked.rows].map(({ id }) => id);
}
