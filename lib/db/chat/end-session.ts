import type { Pool } from "pg";
import { afterCancel, tellWalker } from "#lib/db/runs/canceled-runs.ts";
import type { ErrorInfo } from "#lib/errors/describe-error.ts";

export type EndSession = {
  conversationId: string;
  /** The lease under which it happens; null: whoever holds it. */
  fence: number | null;
  /** A run that has taken in the message at hand already. */
  exceptRunId: string | null;
  /** What is waited for by the runs that end. */
  kinds: readonly ("reply" | "person")[];
  /** Why they end. */
  error: ErrorInfo;
};

/**
 * Cancels the runs that wait for somebody in this conversation, with the runs of the same
 * conversation that called them. Returns their ids; null when the lease is no longer ours. Whoever
 * still walks one is told, and turned away by the new fence in any case.
 */
export async function endSession(
  pool: Pick<Pool, "query">,
  { conversationId, fence, exceptRunId, kinds, error }: EndSession,
): Promise<string[] | null> {
  const { rows } = await pool.query<{ ended: string[] | null }>({
    name: "chat_end_session",
    text: `WITH RECURSIVE held AS (
             SELECT id FROM conversations
             WHERE id = $1 AND ($2::int IS NULL OR lease_fence = $2) FOR NO KEY UPDATE),
           over (id, caller_wait_id) AS (
             SELECT r.id, r.caller_wait_id FROM held
             JOIN waits w ON w.conversation_id = held.id AND w.consumed_at IS NULL
               AND w.kind = ANY($4::text[])
             JOIN runs r ON r.id = w.run_id
             WHERE r.id IS DISTINCT FROM $3::text
             UNION
             SELECT r.id, r.caller_wait_id FROM over
             JOIN waits w ON w.id = over.caller_wait_id
             JOIN runs r ON r.id = w.run_id AND r.conversation_id = $1),
           canceled AS (
             UPDATE runs SET state = 'canceled', error = $5, fence = fence + 1, owner_id = NULL,
               finished_at = clock_timestamp()
             WHERE id IN (SELECT id FROM over) AND state IN ('queued', 'running', 'waiting')
             RETURNING id, workspace_id, mode),
           ${afterCancel("over")},
           told AS (SELECT id, ${tellWalker} FROM canceled)
           SELECT array(SELECT id FROM told WHERE told IS NOT NULL) AS ended FROM held`,
    values: [conversationId, fence, exceptRunId, kinds, JSON.stringify(error)],
  });
  return rows[0]?.ended ?? null;
}
