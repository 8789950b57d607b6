import type { Prisma } from "#lib/db/generated/client.ts";
import { UserError } from "#lib/errors/user-error.ts";
import { type Actor, type Role, role } from "../contract.ts";
import { requirePermission } from "../permissions.ts";

export type MemberRow = {
  workspaceId: string;
  userId: string;
  role: Role;
  user: { name: string; email: string };
};

/**
 * Lets one change of a workspace's members happen after the other: of two owners who leave at the
 * same moment, one has to stay.
 */
export async function lockMembers(
  tx: Prisma.TransactionClient,
  workspaceId: string,
): Promise<void> {
  await tx.$queryRaw`SELECT id FROM workspaces WHERE id = ${workspaceId} FOR NO KEY UPDATE`;
}

/** A member of this workspace. Throws `not_found`, for members of others too. */
export async function memberIn(
  tx: Prisma.TransactionClient,
  workspaceId: string,
  userId: string,
): Promise<MemberRow> {
  const row = await tx.membership.findUnique({
    where: { workspaceId_userId: { workspaceId, userId } },
    include: { user: { select: { name: true, email: true } } },
  });
  if (row === null) throw new UserError("not_found", "This person is not in the workspace.");
  return { ...row, role: role.parse(row.role) };
}

/**
 * Throws `not_permitted` unless the actor may change this member: admins everybody but owners,
 * owners everybody. Asks for the actor's role of this moment, which may be newer than the session's.
 */
export async function requireMayManage(
  tx: Prisma.TransactionClient,
  actor: Actor,
  member: MemberRow,
): Promise<void> {
  const present = await memberIn(tx, actor.workspaceId, actor.userId);
  requirePermission(present, "people.manage");
  if (member.role === "owner" && present.role !== "owner") {
    throw new UserError("not_permitted", "Only an owner can do this to an owner.");
  }
}

/** Throws `last_owner` when this owner is the only one. */
export async function requireAnotherOwner(
  tx: Prisma.TransactionClient,
  { workspaceId, userId }: { workspaceId: string; userId: string },
): Promise<void> {
  const others = await tx.membership.count({
    where: { workspaceId, role: "owner", userId: { not: userId } },
  });
  if (others > 0) return;
  throw new UserError("last_owner", "A workspace needs an owner, and this is the only one.", {
    next: "Transfer the ownership to somebody else first.",
  });
}
