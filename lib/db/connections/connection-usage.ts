import type { Pool } from "pg";
import type { ConnectionSummary } from "#lib/connections/contract.ts";

export type Usage = ConnectionSummary["usedBy"];

const query = `
  WITH documents AS (
    SELECT f.id, f.name, f.draft AS document, false AS live
      FROM flows f
     WHERE f.workspace_id = $1 AND f.deleted_at IS NULL
    UNION ALL
    SELECT f.id, f.name, s.document, true
      FROM flows f
      JOIN flow_versions v ON v.id = f.live_version_id
      JOIN document_snapshots s
        ON s.workspace_id = f.workspace_id AND s.hash = v.document_hash
     WHERE f.workspace_id = $1 AND f.deleted_at IS NULL
  )
  SELECT d.id AS "flowId", d.name AS "flowName", d.live, used.id AS "connectionId",
         count(*)::int AS nodes
    FROM documents d
   CROSS JOIN LATERAL jsonb_array_elements(
     CASE jsonb_typeof(d.document->'nodes') WHEN 'array' THEN d.document->'nodes' ELSE '[]' END
   ) n
   CROSS JOIN LATERAL (VALUES (n->>'connectionId'), (n->>'backupConnectionId')) used (id)
   WHERE used.id = ANY ($2)
   GROUP BY 1, 2, 3, 4
   ORDER BY 2, 1`;

type Row = { flowId: string; flowName: string; live: boolean; connectionId: string; nodes: number };

/** Which flows hold steps with these connections, in their draft or their live version. */
export async function findConnectionUsage(
  pool: Pool,
  workspaceId: string,
  connectionIds: string[],
): Promise<Map<string, Usage>> {
  const usage = new Map<string, Usage>();
  if (connectionIds.length === 0) return usage;
  const { rows } = await pool.query<Row>(query, [workspaceId, connectionIds]);
  for (const { connectionId, ...row } of rows) {
    const flows = usage.get(connectionId) ?? [];
    usage.set(connectionId, flows);
    const known = flows.find((flow) => flow.flowId === row.flowId);
    if (known === undefined) flows.push(row);
    else {
      known.nodes = Math.max(known.nodes, row.nodes);
      known.live ||= row.live;
    }
  }
  return usage;
}
