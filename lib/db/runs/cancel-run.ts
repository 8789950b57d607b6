import type { Pool } from "pg";
import type { ErrorInfo } from "#lib/errors/describe-error.ts";

/**
 * Ends a run that no walk of this process holds. The new fence turns away whoever still walks it.
 * Null when it had ended already; else the wait of the run that called it, if one did.
 */
export async function cancelRun(
  pool: Pick<Pool, "query">,
  workspaceId: string,
  runId: string,
  error: ErrorInfo,
): Promise<{ callerWaitId: string | null } | null> {
  const { rows } = await pool.query<{ caller_wait_id: string | null }>(
    `WITH canceled AS (
       UPDATE runs SET state = 'canceled', error = $3, fence = fence + 1, owner_id = NULL,
         finished_at = clock_timestamp()
       WHERE id = $2 AND workspace_id = $1 AND state IN ('queued', 'running', 'waiting')
       RETURNING id, caller_wait_id),
     emptied AS (DELETE FROM run_inbox WHERE run_id IN (SELECT id FROM canceled)),
     closed AS (
       UPDATE waits SET consumed_at = clock_timestamp()
       WHERE run_id IN (SELECT id FROM canceled) AND consumed_at IS NULL)
     SELECT caller_wait_id FROM canceled`,
    [workspaceId, runId, JSON.stringify(error)],
  );
  return rows[0] === undefined ? null : { callerWaitId: rows[0].caller_wait_id };
}
