import type { Pool } from "pg";
import type { JsonObject } from "#lib/flow/json.ts";

export type MessageRow = {
  seq: number;
  direction: "in" | "out";
  content: JsonObject;
  at: Date;
  nodeId: string | null;
  dedupeKey: string;
  /** The member who wrote it in the flow's place. */
  authorName: string | null;
};

export type NewMessage = {
  conversationId: string;
  direction: "in" | "out";
  content: JsonObject;
  at: Date;
  runId: string | null;
  nodeId: string | null;
  dedupeKey: string;
  /** The member who writes in the flow's place. */
  author?: { id: string; name: string };
};

/**
 * Appends a message with the conversation's next number, in one statement. The row lock on the
 * conversation makes messages visible in the order of their numbers. A message whose dedupe key is
 * there already is left alone and its number returned with `added: false`; numbers may have gaps.
 * Null when there is no such conversation, or an incoming message meets a closed one.
 */
export async function appendMessage(
  pool: Pool,
  message: NewMessage,
): Promise<{ seq: number; added: boolean } | null> {
  const { rows } = await pool.query<{ seq: number }>({
    name: "chat_append_message",
    text: `WITH numbered AS (
             UPDATE conversations SET last_seq = last_seq + 1, last_message_at = $4
             WHERE id = $1 AND (state <> 'closed' OR $2 = 'out') AND NOT EXISTS (
               SELECT 1 FROM messages WHERE conversation_id = $1 AND dedupe_key = $7)
             RETURNING last_seq)
           INSERT INTO messages
             (conversation_id, seq, direction, content, at, run_id, node_id, dedupe_key,
              author_id)
           SELECT $1, last_seq, $2, $3::jsonb, $4::timestamptz, $5, $6, $7, $8 FROM numbered
           ON CONFLICT (conversation_id, dedupe_key) DO NOTHING
           RETURNING seq`,
    values: [
      message.conversationId,
      message.direction,
      JSON.stringify(message.content),
      message.at,
      message.runId,
      message.nodeId,
      message.dedupeKey,
      message.author?.id ?? null,
    ],
  });
  const appended = rows[0];
  if (appended !== undefined) return { seq: appended.seq, added: true };
  const earlier = await pool.query<{ seq: number }>({
    name: "chat_find_message",
    text: "SELECT seq FROM messages WHERE conversation_id = $1 AND dedupe_key = $2",
    values: [message.conversationId, message.dedupeKey],
  });
  const found = earlier.rows[0];
  return found === undefined ? null : { seq: found.seq, added: false };
}

/** The newest message of the chatbot's side, as it was stored; null when it has said nothing yet. */
export async function newestQuestion(
  pool: Pool,
  conversationId: string,
): Promise<JsonObject | null> {
  const { rows } = await pool.query<{ content: JsonObject }>({
    name: "chat_newest_question",
    text: `SELECT content FROM messages WHERE conversation_id = $1 AND direction = 'out'
           ORDER BY seq DESC LIMIT 1`,
    values: [conversationId],
  });
  return rows[0]?.content ?? null;
}

/** Messages with a number above `afterSeq`, oldest first, at most `limit`. */
export async function readMessages(
  pool: Pool,
  conversationId: string,
  afterSeq: number,
  limit: number,
): Promise<MessageRow[]> {
  const { rows } = await pool.query<MessageRow>({
    name: "chat_read_messages",
    text: `SELECT m.seq, m.direction, m.content, m.at, m.node_id AS "nodeId",
                  m.dedupe_key AS "dedupeKey",
                  CASE WHEN m.author_id IS NULL THEN NULL ELSE coalesce(u.name, '') END
                    AS "authorName"
           FROM messages m LEFT JOIN users u ON u.id = m.author_id
           WHERE m.conversation_id = $1 AND m.seq > $2 ORDER BY m.seq LIMIT $3`,
    values: [conversationId, afterSeq, limit],
  });
  return rows;
}
