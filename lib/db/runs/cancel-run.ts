import type { Pool } from "pg";
import type { ErrorInfo } from "#lib/errors/describe-error.ts";
import { afterCancel, tellWalker } from "./canceled-runs.ts";

/**
 * Ends a run that no walk of this process holds. Whoever walks it elsewhere is told, and turned away
 * by the new fence in any case.
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
       RETURNING id, workspace_id, mode, caller_wait_id),
     ${afterCancel()}
     SELECT caller_wait_id, ${tellWalker} FROM canceled`,
    [workspaceId, runId, JSON.stringify(error)],
  );
  return rows[0] === undefined ? null : { callerWaitId: rows[0].caller_wait_id };
}
