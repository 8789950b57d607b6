import type { Pool } from "pg";

/** Notified with the id of each run that was ended from outside while somebody walked it. */
export const canceledChannel = "patchbay_canceled";

/**
 * What belongs to ending runs from outside, in the same statement: it follows a part
 * `canceled (id, workspace_id, mode)`. What started them goes, the waits of `meant` (another part with
 * an `id`) are closed, and their ends are put where listening flows hear of them.
 */
export const afterCancel = (meant = "canceled") => `
  emptied AS (DELETE FROM run_inbox WHERE run_id IN (SELECT id FROM canceled)),
  closed AS (
    UPDATE waits SET consumed_at = clock_timestamp()
    WHERE run_id IN (SELECT id FROM ${meant}) AND consumed_at IS NULL),
  announced AS (
    INSERT INTO run_endings (run_id)
    SELECT c.id FROM canceled c WHERE c.mode = 'live'
      AND EXISTS (SELECT 1 FROM run_listeners l WHERE l.workspace_id = c.workspace_id)
    ON CONFLICT (run_id) DO NOTHING)`;

/** A column that tells whoever walks the run of its row, once the statement is committed. */
export const tellWalker = `pg_notify('${canceledChannel}', id)::text AS told`;

/** Those of the runs that were ended from outside. */
export async function findCanceled(
  pool: Pick<Pool, "query">,
  runIds: readonly string[],
): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    "SELECT id FROM runs WHERE id = ANY($1) AND state = 'canceled'",
    [runIds],
  );
  return rows.map(({ id }) => id);
}
