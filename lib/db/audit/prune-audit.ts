import type { Pool } from "pg";

type Queries = Pick<Pool, "query">;

export type AuditRetention = { workspaceId: string | null; days: number };

/** How long each workspace keeps its audit entries; those of no workspace come last. */
export async function readAuditRetention(
  db: Queries,
  defaultDays: number,
): Promise<AuditRetention[]> {
  const { rows } = await db.query<AuditRetention>(
    `SELECT w.id AS "workspaceId", coalesce(p.retention_days, $1)::int AS days
       FROM workspaces w LEFT JOIN audit_policies p ON p.workspace_id = w.id
     UNION ALL SELECT NULL, $1::int
     ORDER BY 1`,
    [defaultDays],
  );
  return rows;
}

/**
 * Removes at most `size` entries that were written on a day longer ago than `days`, on record.
 * By whole days, so that at most one entry a day says so. Returns how many.
 */
export async function pruneAudit(
  db: Queries,
  { workspaceId, days }: AuditRetention,
  size: number,
): Promise<number> {
  const { rows } = await db.query<{ removed: number }>(
    `SELECT patchbay_prune_audit($1,
       date_trunc('day', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' - make_interval(days => $2),
       $3)::int AS removed`,
    [workspaceId, days, size],
  );
  return rows[0]?.removed ?? 0;
}
