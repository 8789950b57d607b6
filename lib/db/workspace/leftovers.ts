import type { Pool } from "pg";
import type { Prisma } from "#lib/db/generated/client.ts";

type Queries = Pick<Pool, "query">;

const prefix = "workspace-leftovers:";

/** Notes that a workspace's runs and conversations are to be taken away, once it is gone. */
export async function leaveLeftovers(
  tx: Prisma.TransactionClient,
  workspaceId: string,
): Promise<void> {
  await tx.installationFact.create({ data: { key: `${prefix}${workspaceId}`, value: {} } });
}

/** The deleted workspaces of which something may still be there. */
export async function findLeftovers(db: Queries): Promise<string[]> {
  const { rows } = await db.query<{ key: string }>(
    "SELECT key FROM installation_facts WHERE key LIKE $1 ORDER BY key",
    [`${prefix}%`],
  );
  return rows.map(({ key }) => key.slice(prefix.length));
}

/** Takes away a batch of what a deleted workspace left. Fewer than `size` rows: nothing is left. */
export async function removeLeftovers(
  db: Queries,
  workspaceId: string,
  size: number,
): Promise<{ runs: number; conversations: number }> {
  const runs = await db.query(
    `WITH gone AS MATERIALIZED (SELECT id FROM runs WHERE workspace_id = $1 LIMIT $2),
       steps AS (DELETE FROM run_steps WHERE run_id IN (SELECT id FROM gone)),
       arrived AS (DELETE FROM run_inbox WHERE run_id IN (SELECT id FROM gone)),
       waited AS (DELETE FROM waits WHERE run_id IN (SELECT id FROM gone)),
       endings AS (DELETE FROM run_endings WHERE run_id IN (SELECT id FROM gone))
     DELETE FROM runs WHERE id IN (SELECT id FROM gone)`,
    [workspaceId, size],
  );
  const conversations = await db.query(
    `DELETE FROM conversations WHERE id IN (
       SELECT id FROM conversations WHERE workspace_id = $1 LIMIT $2)`,
    [workspaceId, size],
  );
  return { runs: runs.rowCount ?? 0, conversations: conversations.rowCount ?? 0 };
}

/** Nothing is left but what goes with these statements. */
export async function endLeftovers(db: Queries, workspaceId: string): Promise<void> {
  await db.query("DELETE FROM hook_endpoints WHERE workspace_id = $1", [workspaceId]);
  await db.query("DELETE FROM document_snapshots WHERE workspace_id = $1", [workspaceId]);
  await db.query("DELETE FROM installation_facts WHERE key = $1", [`${prefix}${workspaceId}`]);
}
