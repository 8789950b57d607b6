import type { Pool } from "pg";

export type TargetKey = { type: string; id: string };
/** A target that is still there; a run's flow is named too. */
export type FoundTarget = TargetKey & { flowId: string | null };

/** Which targets of entries still exist in their workspace. */
export async function findTargets(
  pool: Pick<Pool, "query">,
  workspaceId: string,
  targets: readonly TargetKey[],
): Promise<FoundTarget[]> {
  if (targets.length === 0) return [];
  const { rows } = await pool.query<FoundTarget>(
    `WITH asked AS (SELECT * FROM unnest($2::text[], $3::text[]) AS t(type, id))
     SELECT a.type, a.id, NULL AS "flowId" FROM asked a
       JOIN flows f ON a.type = 'flow' AND f.id = a.id
        AND f.workspace_id = $1 AND f.deleted_at IS NULL
     UNION ALL
     SELECT a.type, a.id, NULL FROM asked a
       JOIN connections c ON a.type = 'connection' AND c.id = a.id
        AND c.workspace_id = $1 AND c.deleted_at IS NULL
     UNION ALL
     SELECT a.type, a.id, NULL FROM asked a
       JOIN conversations c ON a.type = 'conversation' AND c.id = a.id AND c.workspace_id = $1
     UNION ALL
     SELECT a.type, a.id, NULL FROM asked a
       JOIN memberships m ON a.type = 'user' AND m.user_id = a.id AND m.workspace_id = $1
     UNION ALL
     SELECT a.type, a.id, r.flow_id FROM asked a
       JOIN runs r ON a.type = 'run' AND r.id = a.id AND r.workspace_id = $1
       JOIN flows f ON f.id = r.flow_id AND f.deleted_at IS NULL`,
    [workspaceId, targets.map(({ type }) => type), targets.map(({ id }) => id)],
  );
  return rows;
}
