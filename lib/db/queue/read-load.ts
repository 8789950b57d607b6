import type { Pool } from "pg";
import { defaultLimits } from "#lib/operations/contract.ts";

/** How many runs of a workspace wait to be walked, at most one more than may, and how many may. */
export async function readDepth(
  pool: Pick<Pool, "query">,
  workspaceId: string,
): Promise<{ queued: number; maxQueued: number }> {
  const { rows } = await pool.query<{ queued: number; maxQueued: number }>({
    name: "queue_read_depth",
    text: `WITH allowed AS (
             SELECT coalesce(
               (SELECT max_queued FROM run_policies WHERE workspace_id = $1), $2::int) AS most)
           SELECT most AS "maxQueued", (SELECT count(*)::int FROM (
             SELECT 1 FROM runs WHERE workspace_id = $1 AND state = 'queued' LIMIT most) q
           ) AS queued FROM allowed`,
    values: [workspaceId, defaultLimits.maxQueued],
  });
  return rows[0] ?? { queued: 0, maxQueued: defaultLimits.maxQueued };
}

/** How many more runs each workspace may have walked; those that are not named have the default. */
export async function readRoom(pool: Pick<Pool, "query">): Promise<Map<string, number>> {
  const { rows } = await pool.query<{ workspaceId: string; room: number }>({
    name: "queue_read_room",
    text: `SELECT workspace_id AS "workspaceId",
             CASE WHEN p.paused_at IS NOT NULL THEN 0
               ELSE greatest(0, coalesce(p.max_running, $1::int) - coalesce(u.running, 0))
             END AS room
           FROM (SELECT workspace_id, count(*)::int AS running FROM runs
                 WHERE state = 'running' GROUP BY workspace_id) u
           FULL JOIN run_policies p USING (workspace_id)`,
    values: [defaultLimits.maxRunning],
  });
  return new Map(rows.map(({ workspaceId, room }) => [workspaceId, room]));
}
