import type { Pool } from "pg";

// From one person to the next along the index, so that a million entries of ten people are ten looks.
const query = `
  WITH RECURSIVE people AS (
    (SELECT actor_id FROM audit_entries
      WHERE workspace_id = $1 AND actor_id IS NOT NULL ORDER BY actor_id LIMIT 1)
    UNION ALL
    SELECT (SELECT e.actor_id FROM audit_entries e
             WHERE e.workspace_id = $1 AND e.actor_id > p.actor_id ORDER BY e.actor_id LIMIT 1)
      FROM people p WHERE p.actor_id IS NOT NULL)
  SELECT p.actor_id AS id, latest.actor_name AS name
    FROM people p
    CROSS JOIN LATERAL (
      SELECT actor_name FROM audit_entries
       WHERE workspace_id = $1 AND actor_id = p.actor_id ORDER BY at DESC, id DESC LIMIT 1) latest
   ORDER BY lower(latest.actor_name), p.actor_id LIMIT 500`;

/** Everybody who has done something in a workspace, under the name they last had. */
export async function listActors(
  pool: Pick<Pool, "query">,
  workspaceId: string,
): Promise<{ id: string; name: string }[]> {
  const { rows } = await pool.query<{ id: string; name: string }>(query, [workspaceId]);
  return rows;
}
