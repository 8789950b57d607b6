import type { Pool } from "pg";

/** The workspaces with a published flow that listens for other flows' runs. */
export async function listeningWorkspaces(pool: Pick<Pool, "query">): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>({
    name: "listeners_workspaces",
    text: `SELECT DISTINCT l.workspace_id AS id FROM run_listeners l JOIN flows f ON f.id = l.flow_id
           WHERE f.deleted_at IS NULL AND f.live_version_id IS NOT NULL`,
  });
  return rows.map((row) => row.id);
}
