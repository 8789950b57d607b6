import type { Pool } from "pg";
import { afterCancel, tellWalker } from "#lib/db/runs/canceled-runs.ts";
import type { ErrorInfo } from "#lib/errors/describe-error.ts";

/**
 * Cancels a batch of tests that began a day ago or earlier and are still queued, wait or run: nobody
 * came back to them, and a preview's conversation is closed after a day. Returns how many.
 */
export async function endOldTests(
  db: Pick<Pool, "query">,
  workspaceId: string,
  error: ErrorInfo,
  size: number,
): Promise<number> {
  const { rowCount } = await db.query({
    name: "operations_end_old_tests",
    text: endBatch,
    values: [workspaceId, JSON.stringify(error), size],
  });
  return rowCount ?? 0;
}

// Each branch walks a partial index of its own; runs that wait are found by their open waits.
const endBatch = `
  WITH open AS (
    SELECT id FROM runs WHERE workspace_id = $1 AND state = 'queued' AND mode = 'test'
      AND started_at < now() - interval '1 day'
    UNION
    SELECT id FROM runs WHERE workspace_id = $1 AND state = 'running' AND mode = 'test'
      AND started_at < now() - interval '1 day'
    UNION
    SELECT r.id FROM waits w JOIN runs r ON r.id = w.run_id
    WHERE w.workspace_id = $1 AND w.consumed_at IS NULL AND r.state = 'waiting'
      AND r.mode = 'test' AND r.started_at < now() - interval '1 day'
    LIMIT $3),
  canceled AS (
    UPDATE runs SET state = 'canceled', error = $2, fence = fence + 1, owner_id = NULL,
      finished_at = clock_timestamp()
    WHERE id IN (SELECT id FROM open) AND state IN ('queued', 'running', 'waiting')
    RETURNING id, workspace_id, mode),
  ${afterCancel()}
  SELECT ${tellWalker} FROM canceled`;
