import type { Prisma } from "#lib/db/generated/client.ts";

/**
 * Lets every session that is in a workspace go on in another one of its person's, where they were
 * last; ends those of people who are in no other. Returns how many ended.
 */
export async function moveSessions(
  tx: Prisma.TransactionClient,
  workspaceId: string,
  now: Date,
): Promise<number> {
  await tx.$executeRaw`
    UPDATE sessions s SET workspace_id = m.workspace_id
      FROM (SELECT DISTINCT ON (user_id) user_id, workspace_id
              FROM memberships WHERE workspace_id <> ${workspaceId}
             ORDER BY user_id, last_seen_at DESC NULLS LAST, created_at) m
     WHERE s.workspace_id = ${workspaceId} AND s.revoked_at IS NULL AND m.user_id = s.user_id`;
  return await tx.$executeRaw`
    UPDATE sessions SET revoked_at = ${now}
     WHERE workspace_id = ${workspaceId} AND revoked_at IS NULL`;
}
