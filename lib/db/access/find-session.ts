import type { PrismaClient } from "#lib/db/generated/client.ts";

export type SessionRow = {
  userId: string;
  name: string;
  workspaceId: string;
  role: string;
  lastSeenAt: Date;
  secondFactorDue: boolean;
};

/** A living session with its person and role, in one query; undefined for a dead or unknown one. */
export async function findSession(
  prisma: PrismaClient,
  idHash: string,
  now: Date,
): Promise<SessionRow | undefined> {
  const [row] = await prisma.$queryRaw<SessionRow[]>`
    SELECT s.user_id AS "userId", u.name, s.workspace_id AS "workspaceId", m.role,
           s.last_seen_at AS "lastSeenAt",
           w.settings @> '{"requireSecondFactor":true}' AND NOT EXISTS (
             SELECT 1 FROM second_factors f
              WHERE f.user_id = s.user_id AND f.confirmed_at IS NOT NULL
           ) AS "secondFactorDue"
      FROM sessions s
      JOIN users u ON u.id = s.user_id
      JOIN workspaces w ON w.id = s.workspace_id
      JOIN memberships m ON m.user_id = s.user_id AND m.workspace_id = s.workspace_id
     WHERE s.id_hash = ${idHash} AND s.revoked_at IS NULL AND s.expires_at > ${now}`;
  return row;
}
