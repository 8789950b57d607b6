import type { Pool } from "pg";

/** How many drafts that were set aside are kept of a flow. */
export const mostSetAside = 20;
/** And for how long, in days. */
const keptDays = 30;

/** Deletes a batch of drafts that were set aside too long ago, or before too many others. Returns how many. */
export async function pruneSetAside(db: Pick<Pool, "query">, size: number): Promise<number> {
  const { rowCount } = await db.query({
    name: "flows_prune_set_aside",
    text: `DELETE FROM set_aside_drafts WHERE id IN (
             SELECT id FROM (
               SELECT id, set_aside_at, row_number() OVER (
                 PARTITION BY flow_id ORDER BY set_aside_at DESC, id DESC) AS place
               FROM set_aside_drafts) AS ranked
             WHERE place > $1 OR set_aside_at < now() - make_interval(days => $2)
             LIMIT $3)`,
    values: [mostSetAside, keptDays, size],
  });
  return rowCount ?? 0;
}
