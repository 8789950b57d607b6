import type { Pool } from "pg";
import { isPaused } from "#lib/db/operations/paused-workspaces.ts";
import type { FileRef } from "#lib/files/file-ref.ts";
import type { JsonObject } from "#lib/flow/json.ts";
import { isResuming, isWithPerson } from "./hand-over.ts";

/** An incoming message that no run has finished with yet. */
export type InboxMessage = {
  seq: number;
  /** What was written; of a file without words, its name. */
  text: string;
  value: string | null;
  /** What was handed over with it. */
  file: FileRef | null;
  at: Date;
  /** Set when a turn has claimed it before: the run that takes it in. */
  runId: string | null;
  /** Set when it was claimed as the reply to this wait. */
  waitId: string | null;
  /** When the message before it was said, by either side; null for the first. */
  previousAt: Date | null;
  /** What is remembered of the contact. */
  remembered: JsonObject;
};

/**
 * Whether a conversation's flow may hear messages now.
 *
 * - `flow`: it may.
 * - `person`: a person answers in its place.
 * - `resuming`: the run that a person handed back to is on its way and has not come to rest yet.
 * - `paused`: the workspace's runs are; messages are kept until they go on.
 * - `closed`: nothing is answered any more.
 */
export type Listening = "flow" | "person" | "resuming" | "paused" | "closed";

/**
 * The oldest unprocessed message, who it is for, and the conversation's highest number, all at the
 * same moment. A conversation is a person's while a run rests on a hand-over, and while a member has
 * taken it over.
 */
export async function nextInboxMessage(
  pool: Pool,
  conversationId: string,
): Promise<{ message: InboxMessage | null; lastSeq: number; listening: Listening }> {
  const { rows } = await pool.query<
    { lastSeq: number; listening: Listening } & { [K in keyof InboxMessage]: unknown }
  >({
    name: "chat_next_inbox_message",
    text: `SELECT c.last_seq AS "lastSeq", m.seq, m.at, m.run_id AS "runId",
                  coalesce(nullif(m.content->>'text', ''), m.content->'file'->>'name', '') AS text,
                  m.content->>'value' AS value, m.content->'file' AS file,
                  m.content->>'waitId' AS "waitId", p.at AS "previousAt",
                  coalesce(k.data, c.contact->'remembered', '{}'::jsonb) AS remembered,
                  CASE WHEN c.state = 'closed' THEN 'closed'
                       WHEN ${isWithPerson("c")} THEN 'person'
                       WHEN ${isPaused("c")} THEN 'paused'
                       WHEN ${isResuming("c")} THEN 'resuming'
                       ELSE 'flow' END AS listening
           FROM conversations c LEFT JOIN contacts k ON k.id = c.contact_id
           LEFT JOIN LATERAL (
             SELECT * FROM messages
             WHERE conversation_id = c.id AND direction = 'in' AND processed_at IS NULL
             ORDER BY seq LIMIT 1) m ON true
           LEFT JOIN LATERAL (
             SELECT at FROM messages WHERE conversation_id = c.id AND seq < m.seq
             ORDER BY seq DESC LIMIT 1) p ON true
           WHERE c.id = $1`,
    values: [conversationId],
  });
  const row = rows[0];
  if (row === undefined) return { message: null, lastSeq: 0, listening: "closed" };
  const message = row.seq === null ? null : (row as InboxMessage) /* the columns selected above */;
  return { message, lastSeq: row.lastSeq, listening: row.listening };
}

/**
 * Notes which run takes a message in, before that run hears of it, so that a process that finds the
 * message after a crash knows where to look. False when the lease is no longer ours.
 */
export async function claimInboxMessage(
  pool: Pool,
  claim: {
    conversationId: string;
    seq: number;
    fence: number;
    runId: string;
    waitId: string | null;
  },
): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: "chat_claim_inbox_message",
    text: `WITH held AS (
             SELECT id FROM conversations WHERE id = $1 AND lease_fence = $3 FOR NO KEY UPDATE)
           UPDATE messages SET run_id = $4,
             content = (content - 'waitId')
               || CASE WHEN $5::text IS NULL THEN '{}'::jsonb
                       ELSE jsonb_build_object('waitId', $5::text) END
           FROM held
           WHERE messages.conversation_id = held.id AND seq = $2 AND processed_at IS NULL`,
    values: [claim.conversationId, claim.seq, claim.fence, claim.runId, claim.waitId],
  });
  return rowCount === 1;
}

/** The message is done with; it is never looked at again. */
export async function markInboxMessageProcessed(
  pool: Pool,
  conversationId: string,
  seq: number,
  at: Date,
): Promise<void> {
  await pool.query({
    name: "chat_mark_processed",
    text: `UPDATE messages SET processed_at = $3
           WHERE conversation_id = $1 AND seq = $2 AND processed_at IS NULL`,
    values: [conversationId, seq, at],
  });
}

/** Conversations with unprocessed messages that no process holds and that are not paused. */
export async function findStrandedConversations(pool: Pool, limit: number): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>({
    name: "chat_find_stranded",
    text: `SELECT DISTINCT c.id FROM messages m JOIN conversations c ON c.id = m.conversation_id
           WHERE m.direction = 'in' AND m.processed_at IS NULL
             AND (c.lease_until IS NULL OR c.lease_until < clock_timestamp())
             AND NOT ${isPaused("c")}
           LIMIT $1`,
    values: [limit],
  });
  return rows.map((row) => row.id);
}

export type ClaimTrace = {
  /** Null when the run never got as far as the database. */
  runState: string | null;
  runOwner: string | null;
  /** Whether that owner's process still renews its lease. */
  ownerAlive: boolean;
  waitConsumed: boolean;
};

/** What became of a claim made earlier. */
export async function traceClaim(
  pool: Pool,
  runId: string,
  waitId: string | null,
): Promise<ClaimTrace> {
  const { rows } = await pool.query<ClaimTrace>({
    name: "chat_trace_claim",
    text: `SELECT r.state AS "runState", r.owner_id AS "runOwner",
                  coalesce(p.expires_at > clock_timestamp(), false) AS "ownerAlive",
                  coalesce(w.consumed_at IS NOT NULL, false) AS "waitConsumed"
           FROM (SELECT 1) one
           LEFT JOIN runs r ON r.id = $1
           LEFT JOIN process_leases p ON p.owner_id = r.owner_id
           LEFT JOIN waits w ON w.id = $2`,
    values: [runId, waitId],
  });
  return rows[0] ?? { runState: null, runOwner: null, ownerAlive: false, waitConsumed: false };
}
