import type { Pool } from "pg";
import type { ErrorInfo } from "#lib/errors/describe-error.ts";

/**
 * Ends a run that no walk of this process holds. The new fence turns away whoever still walks it.
 * False when it had ended already.
 */
export async function cancelRun(
  pool: Pick<Pool, "query">,
  workspaceId: string,
  runId: string,
  error: ErrorInfo,
): Promise<boolean> {
  const { rowCount } = await pool.query(
    `WITH canceled AS (
       UPDATE runs SET state = 'canceled', error = $3, fence = fence + 1, owner_id = NULL,
         finished_at = clock_timestamp()
       WHERE id = $2 AND workspace_id = $1 AND state IN ('running', 'waiting') RETURNING id),
     closed AS (
       UPDATE waits SET consumed_at = clock_timestamp()
       WHERE run_id IN (SELECT id FROM canceled) AND consumed_at IS NULL)
     SELECT id FROM canceled`,
    [workspaceId, runId, JSON.stringify(error)],
  );
  return rowCount === 1;
}
