import type { PrismaClient } from "#lib/db/generated/client.ts";
import type { ConnectionSummary } from "./contract.ts";

export type ConnectionUse = ConnectionSummary["usedBy"][number];

type UseRow = {
  connection_id: string;
  flow_id: string;
  flow_name: string;
  nodes: number;
  live: boolean;
};

/** Which flows hold steps that use a credential, in their draft or their live version. */
export async function findUses(
  prisma: PrismaClient,
  workspaceId: string,
): Promise<Map<string, ConnectionUse[]>> {
  const rows = await prisma.$queryRaw<UseRow[]>`
    WITH documents AS (
      SELECT f.id, f.name, f.draft AS document, false AS live
      FROM flows f WHERE f.workspace_id = ${workspaceId} AND f.deleted_at IS NULL
      UNION ALL
      SELECT f.id, f.name, s.document, true
      FROM flows f
      JOIN flow_versions v ON v.id = f.live_version_id
      JOIN document_snapshots s ON s.workspace_id = f.workspace_id AND s.hash = v.document_hash
      WHERE f.workspace_id = ${workspaceId} AND f.deleted_at IS NULL
    )
    SELECT node->>'connectionId' AS connection_id, d.id AS flow_id, d.name AS flow_name,
           count(DISTINCT node->>'id')::int AS nodes, bool_or(d.live) AS live
    FROM documents d, jsonb_array_elements(d.document->'nodes') AS node
    WHERE node->>'connectionId' IS NOT NULL
    GROUP BY 1, 2, 3
    ORDER BY 3`;
  const uses = new Map<string, ConnectionUse[]>();
  for (const found of rows) {
    const use = {
      flowId: found.flow_id,
      flowName: found.flow_name,
      nodes: found.nodes,
      live: found.live,
    };
    const list = uses.get(found.connection_id);
    if (list === undefined) uses.set(found.connection_id, [use]);
    else list.push(use);
  }
  return uses;
}
