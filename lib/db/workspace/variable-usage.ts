import type { Pool } from "pg";

type Use = { flowId: string; flowName: string; live: boolean };

// Names are letters, digits and _, so they stand in the pattern as they are.
const query = `
  WITH documents AS (
    SELECT f.id, f.name, f.draft::text AS document, false AS live
      FROM flows f
     WHERE f.workspace_id = $1 AND f.deleted_at IS NULL
    UNION ALL
    SELECT f.id, f.name, s.document::text, true
      FROM flows f
      JOIN flow_versions v ON v.id = f.live_version_id
      JOIN document_snapshots s
        ON s.workspace_id = f.workspace_id AND s.hash = v.document_hash
     WHERE f.workspace_id = $1 AND f.deleted_at IS NULL
  )
  SELECT wanted.name, d.id AS "flowId", d.name AS "flowName", bool_or(d.live) AS live
    FROM documents d
    JOIN unnest($2::text[]) AS wanted (name)
      ON d.document ~ ('\\mworkspace(\\.|\\[[\\\\"'']+)' || wanted.name || '\\M')
   WHERE strpos(d.document, 'workspace') > 0
   GROUP BY 1, 2, 3
   ORDER BY 3, 2`;

/** Which flows use these workspace variables, in their draft or their live version. */
export async function findVariableUsage(
  pool: Pick<Pool, "query">,
  workspaceId: string,
  names: readonly string[],
): Promise<Map<string, Use[]>> {
  const usage = new Map<string, Use[]>();
  if (names.length === 0) return usage;
  const { rows } = await pool.query<Use & { name: string }>(query, [workspaceId, names]);
  for (const { name, ...use } of rows) usage.set(name, [...(usage.get(name) ?? []), use]);
  return usage;
}
