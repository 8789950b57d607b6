import type { Pool } from "pg";
import type { ConnectionSummary } from "#lib/connections/contract.ts";
import { type Grantee, granted } from "#lib/db/flows/granted.ts";

export type Usage = Pick<ConnectionSummary, "usedBy" | "usedByHidden">;

const query = `
  WITH documents AS (
    SELECT f.id, f.name, f.draft AS document, false AS live, ${granted("f", "$3", "$4")} AS open
      FROM flows f
     WHERE f.workspace_id = $1 AND f.deleted_at IS NULL
    UNION ALL
    SELECT f.id, f.name, s.document, true, ${granted("f", "$3", "$4")}
      FROM flows f
      JOIN flow_versions v ON v.id = f.live_version_id
      JOIN document_snapshots s
        ON s.workspace_id = f.workspace_id AND s.hash = v.document_hash
     WHERE f.workspace_id = $1 AND f.deleted_at IS NULL
  )
  SELECT d.id AS "flowId", d.name AS "flowName", d.live, d.open, used.id AS "connectionId",
         count(*)::int AS nodes
    FROM documents d
   CROSS JOIN LATERAL jsonb_array_elements(
     CASE jsonb_typeof(d.document->'nodes') WHEN 'array' THEN d.document->'nodes' ELSE '[]' END
   ) n
   CROSS JOIN LATERAL (VALUES (n->>'connectionId'), (n->>'backupConnectionId')) used (id)
   WHERE used.id = ANY ($2)
   GROUP BY 1, 2, 3, 4, 5
   ORDER BY 2, 1`;

type Row = Usage["usedBy"][number] & {
  connectionId: string;
  /** Whether whoever asks may open the flow. */
  open: boolean;
};

/**
 * Which flows hold steps with these connections, in their draft or their live version. Flows that
 * whoever asks may not open are counted, not named.
 */
export async function findConnectionUsage(
  pool: Pool,
  workspaceId: string,
  { role, person }: Grantee,
  connectionIds: string[],
): Promise<Map<string, Usage>> {
  const usage = new Map<string, Usage>();
  if (connectionIds.length === 0) return usage;
  const { rows } = await pool.query<Row>(query, [...[workspaceId, connectionIds, role, person]]);
  const hidden = new Map<string, Set<string>>();
  for (const { connectionId, open, ...row } of rows) {
    const found = usage.get(connectionId) ?? { usedBy: [], usedByHidden: 0 };
    usage.set(connectionId, found);
    if (!open) {
      const flows = hidden.get(connectionId) ?? new Set();
      hidden.set(connectionId, flows.add(row.flowId));
      found.usedByHidden = flows.size;
      continue;
    }
    const flows = found.usedBy;
    const known = flows.find((flow) => flow.flowId === row.flowId);
    if (known === undefined) flows.push(row);
    else {
      known.nodes = Math.max(known.nodes, row.nodes);
      known.live ||= row.live;
    }
  }
  return usage;
}
