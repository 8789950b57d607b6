import type { Prisma } from "#lib/db/generated/client.ts";
import { UserError } from "#lib/errors/user-error.ts";
import { recordAudit } from "../audit.ts";
import { type Actor, role } from "../contract.ts";
import { verifyPassword } from "../password.ts";
import { isPermitted, requirePermission } from "../permissions.ts";
import type { PeopleService } from "./contract.ts";
import { endResets } from "./issue-reset.ts";
import { lockMembers, memberIn, requireAnotherOwner, requireMayManage } from "./member-rules.ts";
import type { PeopleDeps } from "./people-deps.ts";

type Part = Pick<
  PeopleService,
  "members" | "changeRole" | "remove" | "leave" | "transferOwnership"
>;

/** Who is in the workspace, and with which role. */
export function createMembers({ prisma, sessions, attempts, clock }: PeopleDeps): Part {
  /** Changes the members of a workspace, one change after the other. */
  async function change<T>(
    actor: Actor,
    work: (tx: Prisma.TransactionClient) => Promise<T>,
  ): Promise<T> {
    const value = await prisma.$transaction(async (tx) => {
      await lockMembers(tx, actor.workspaceId);
      return work(tx);
    });
    sessions.forget();
    return value;
  }

  return {
    async members(actor) {
      requirePermission(actor, "people.list");
      const rows = await prisma.membership.findMany({
        where: { workspaceId: actor.workspaceId },
        include: {
          user: {
            select: { name: true, email: true, secondFactor: { select: { confirmedAt: true } } },
          },
        },
        orderBy: [{ createdAt: "asc" }, { userId: "asc" }],
      });
      const manages = isPermitted(actor.role, "people.manage");
      return rows.map((row) => ({
        userId: row.userId,
        name: row.user.name,
        email: row.user.email,
        role: role.parse(row.role),
        joinedAt: row.createdAt.toISOString(),
        lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
        secondFactor: manages ? Boolean(row.user.secondFactor?.confirmedAt) : null,
      }));
    },

    async changeRole(actor, input) {
      requirePermission(actor, "people.manage");
      await change(actor, async (tx) => {
        const member = await memberIn(tx, actor.workspaceId, input.userId);
        await requireMayManage(tx, actor, member);
        if (member.role === input.role) return;
        if (member.role === "owner") await requireAnotherOwner(tx, member);
        await tx.membership.update({
          where: { workspaceId_userId: { workspaceId: member.workspaceId, userId: member.userId } },
          data: { role: input.role },
        });
        await endResets(tx, member.userId, clock());
        await recordAudit(tx, actor, {
          action: "member.role",
          ...targetOf(member),
          before: { role: member.role },
          after: { role: input.role },
        });
      });
    },

    async remove(actor, userId) {
      requirePermission(actor, "people.manage");
      if (userId === actor.userId) {
        throw new UserError("invalid_input", "You cannot remove yourself.", {
          next: "Leave the workspace instead, on your account page.",
        });
      }
      await change(actor, async (tx) => {
        const member = await memberIn(tx, actor.workspaceId, userId);
        await requireMayManage(tx, actor, member);
        if (member.role === "owner") await requireAnotherOwner(tx, member);
        await tx.membership.delete({
          where: { workspaceId_userId: { workspaceId: member.workspaceId, userId } },
        });
        const { workspaceId } = actor;
        const sessionsEnded = await sessions.revoke(tx, { userId, workspaceId });
        await recordAudit(tx, actor, {
          action: "member.remove",
          ...targetOf(member),
          before: { role: member.role },
          after: { sessionsEnded },
        });
      });
    },

    async leave(actor) {
      const { userId, workspaceId, sessionIdHash } = actor;
      return await change(actor, async (tx) => {
        const member = await memberIn(tx, workspaceId, userId);
        if (member.role === "owner") await requireAnotherOwner(tx, member);
        await tx.membership.delete({
          where: { workspaceId_userId: { workspaceId, userId } },
        });
        const next = await tx.membership.findFirst({
          where: { userId },
          orderBy: { createdAt: "asc" },
        });
        if (next !== null) {
          await tx.session.update({
            where: { idHash: sessionIdHash },
            data: { workspaceId: next.workspaceId },
          });
        }
        await sessions.revoke(tx, { userId, workspaceId });
        await recordAudit(tx, actor, {
          action: "member.leave",
          ...targetOf(member),
          before: { role: member.role },
        });
        return { elsewhere: next !== null };
      });
    },

    async transferOwnership(actor, input) {
      requirePermission(actor, "workspace.transfer");
      const key = `password:${actor.userId}`;
      attempts.take(key);
      const me = await prisma.user.findUniqueOrThrow({ where: { id: actor.userId } });
      if (!(await verifyPassword(me.passwordHash, input.password))) {
        throw new UserError("wrong_credentials", "The password is wrong.");
      }
      attempts.giveBack(key);
      await change(actor, async (tx) => {
        const { workspaceId } = actor;
        const giver = await memberIn(tx, workspaceId, actor.userId);
        const taker = await memberIn(tx, workspaceId, input.userId);
        requirePermission({ role: giver.role }, "workspace.transfer");
        if (taker.userId === giver.userId || taker.role === "owner") {
          throw new UserError("invalid_input", `${taker.user.name} is an owner already.`);
        }
        await tx.membership.update({
          where: { workspaceId_userId: { workspaceId, userId: taker.userId } },
          data: { role: "owner" },
        });
        await endResets(tx, taker.userId, clock());
        if (!input.stay) {
          await tx.membership.update({
            where: { workspaceId_userId: { workspaceId, userId: giver.userId } },
            data: { role: "admin" },
          });
        }
        await recordAudit(tx, actor, {
          action: "workspace.transfer",
          ...targetOf(taker),
          before: { role: taker.role, giver: "owner" },
          after: { role: "owner", giver: input.stay ? "owner" : "admin" },
        });
      });
    },
  };
}

function targetOf(member: { userId: string; user: { name: string } }) {
  return { targetType: "user", targetId: member.userId, targetName: member.user.name };
}
