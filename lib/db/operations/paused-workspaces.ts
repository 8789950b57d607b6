import type { Pool } from "pg";

/** Notified with a workspace's id whenever its limits or its pause have changed. */
export const policiesChannel = "patchbay_policies";

/** The workspaces in which no live run may begin or go on. */
export async function pausedWorkspaces(pool: Pick<Pool, "query">): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>({
    name: "operations_paused",
    text: "SELECT workspace_id AS id FROM run_policies WHERE paused_at IS NOT NULL",
  });
  return rows.map(({ id }) => id);
}

/** Whether the live runs of a conversation named `c` are paused, as a condition. Tests go on. */
export const isPaused = (c: string) => `(${c}.mode = 'live' AND EXISTS (
  SELECT 1 FROM run_policies p
  WHERE p.workspace_id = ${c}.workspace_id AND p.paused_at IS NOT NULL))`;
