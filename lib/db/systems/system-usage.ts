import type { Pool } from "pg";
import { type Grantee, granted } from "#lib/db/flows/granted.ts";

/** A step, of a flow's draft or live version, that calls a system's operation. */
export type SystemUse = {
  systemId: string;
  key: string;
  flowId: string;
  flowName: string;
  live: boolean;
  nodeId: string;
  /** Whether whoever asks may open the flow. */
  open: boolean;
};

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
  SELECT n->'config'->c.field->>'systemId' AS "systemId",
         coalesce(n->'config'->c.field->'operation'->>'key', '') AS key,
         d.id AS "flowId", d.name AS "flowName", d.live, d.open, n->>'id' AS "nodeId"
    FROM documents d
   CROSS JOIN LATERAL jsonb_array_elements(
     CASE jsonb_typeof(d.document->'nodes') WHEN 'array' THEN d.document->'nodes' ELSE '[]' END
   ) n
   CROSS JOIN LATERAL (
     SELECT * FROM (VALUES ('call', '{call}'::text[]),
                           ('find', '{find-or-create,upsert,read-new}'),
                           ('create', '{find-or-create,upsert}'),
                           ('update', '{upsert}')) AS settings (field, does)
      WHERE coalesce(n->'config'->>'does', 'call') = ANY (settings.does)
   ) c
   WHERE n->>'type' = 'connect' AND n->'config'->c.field->>'systemId' = ANY ($2)
   ORDER BY 4, 3`;

/** Which flows call operations of these systems. */
export async function findSystemUses(
  pool: Pick<Pool, "query">,
  workspaceId: string,
  { role, person }: Grantee,
  systemIds: readonly string[],
): Promise<SystemUse[]> {
  if (systemIds.length === 0) return [];
  const { rows } = await pool.query<SystemUse>(query, [workspaceId, systemIds, role, person]);
  return rows;
}
