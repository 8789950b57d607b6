import type { Pool } from "pg";
import { afterCancel, tellWalker } from "#lib/db/runs/canceled-runs.ts";
import type { ErrorInfo } from "#lib/errors/describe-error.ts";

/** Runs ended in one statement, at most: a bound for how long rows stay locked. */
const batchSize = 1_000;

/** A run that was ended from outside. */
export type CanceledRun = {
  id: string;
  /** It was being walked, perhaps by another process. */
  wasRunning: boolean;
  /** The wait of the calling run that goes on with its end. */
  callerWaitId: string | null;
  conversationId: string | null;
};

/**
 * Ends every run of a flow that is queued, waits or runs, batch by batch. Whoever still walks one is
 * told, and turned away by the new fence in any case. `onBatch` hears of each batch once it is on disk.
 * Returns how many there were.
 */
export async function cancelFlowRuns(
  pool: Pick<Pool, "query">,
  workspaceId: string,
  flowId: string,
  error: ErrorInfo,
  onBatch: (runs: CanceledRun[]) => void | Promise<void>,
): Promise<number> {
  let total = 0;
  while (true) {
    const { rows } = await pool.query<CanceledRun>({
      name: "operations_cancel_flow",
      text: cancelBatch,
      values: [workspaceId, flowId, JSON.stringify(error)],
    });
    if (rows.length > 0) await onBatch(rows);
    total += rows.length;
    if (rows.length < batchSize) return total;
  }
}

// Each branch walks a partial index of its own; runs that wait are found by their open waits.
const cancelBatch = `
  WITH open AS (
    SELECT id FROM runs WHERE workspace_id = $1 AND state = 'queued' AND flow_id = $2
    UNION
    SELECT id FROM runs WHERE workspace_id = $1 AND state = 'running' AND flow_id = $2
    UNION
    SELECT r.id FROM waits w JOIN runs r ON r.id = w.run_id
    WHERE w.workspace_id = $1 AND w.consumed_at IS NULL AND r.workspace_id = $1
      AND r.flow_id = $2 AND r.state = 'waiting'
    LIMIT ${batchSize}),
  locked AS (
    SELECT r.id, r.state FROM runs r JOIN open ON open.id = r.id
    WHERE r.state IN ('queued', 'running', 'waiting') ORDER BY r.id FOR UPDATE OF r),
  canceled AS (
    UPDATE runs SET state = 'canceled', error = $3, fence = fence + 1, owner_id = NULL,
      finished_at = clock_timestamp()
    FROM locked WHERE runs.id = locked.id
    RETURNING runs.id, runs.workspace_id, runs.mode, locked.state = 'running' AS was_running,
      runs.caller_wait_id, runs.conversation_id),
  ${afterCancel()}
  SELECT id, was_running AS "wasRunning", caller_wait_id AS "callerWaitId",
    conversation_id AS "conversationId",
    CASE WHEN was_running THEN (SELECT ${tellWalker}) END AS told
  FROM canceled`;
