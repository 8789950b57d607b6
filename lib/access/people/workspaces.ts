import { v7 as uuid } from "uuid";
import { UserError } from "#lib/errors/user-error.ts";
import { recordAudit } from "../audit.ts";
import { type Actor, role } from "../contract.ts";
import { requirePermission } from "../permissions.ts";
import type { PeopleService } from "./contract.ts";
import { endResets } from "./issue-reset.ts";
import type { PeopleDeps } from "./people-deps.ts";

type Part = Pick<PeopleService, "workspaces" | "createWorkspace" | "switchWorkspace" | "rename">;

/** The workspaces that a person is in, and the person's own name. */
export function createWorkspaces(deps: PeopleDeps): Part {
  const { prisma, sessions, clock } = deps;
  return {
    async workspaces(actor) {
      const rows = await prisma.membership.findMany({
        where: { userId: actor.userId },
        include: { workspace: { select: { name: true } } },
        orderBy: [{ workspace: { name: "asc" } }, { workspaceId: "asc" }],
      });
      return rows.map((row) => ({
        id: row.workspaceId,
        name: row.workspace.name,
        role: role.parse(row.role),
        current: row.workspaceId === actor.workspaceId,
      }));
    },

    async createWorkspace(actor, { name }) {
      requirePermission(actor, "workspace.create");
      const id = uuid();
      const owner: Actor = { ...actor, workspaceId: id, role: "owner" };
      await prisma.$transaction(async (tx) => {
        await tx.workspace.create({ data: { id, name, slug: `w-${id.slice(-12)}` } });
        await tx.membership.create({
          data: { workspaceId: id, userId: actor.userId, role: owner.role, lastSeenAt: clock() },
        });
        await endResets(tx, actor.userId, clock());
        await tx.session.update({
          where: { idHash: actor.sessionIdHash },
          data: { workspaceId: id },
        });
        await recordAudit(tx, owner, {
          action: "workspace.create",
          targetType: "workspace",
          targetId: id,
          targetName: name,
        });
      });
      sessions.forget();
      await deps.prepareWorkspace(owner);
      return { id };
    },

    async switchWorkspace(actor, workspaceId) {
      const key = { workspaceId_userId: { workspaceId, userId: actor.userId } };
      await prisma.$transaction(async (tx) => {
        const found = await tx.membership.findUnique({
          where: key,
          include: { workspace: { select: { name: true } } },
        });
        if (found === null) throw new UserError("not_found", "There is no such workspace.");
        await tx.session.update({
          where: { idHash: actor.sessionIdHash },
          data: { workspaceId },
        });
        await tx.membership.update({ where: key, data: { lastSeenAt: clock() } });
        await recordAudit(
          tx,
          { ...actor, workspaceId },
          {
            action: "session.workspace",
            targetType: "workspace",
            targetId: workspaceId,
            targetName: found.workspace.name,
          },
        );
      });
      sessions.forget();
    },

    async rename(actor, { name }) {
      await prisma.$transaction(async (tx) => {
        const before = await tx.user.findUniqueOrThrow({ where: { id: actor.userId } });
        if (before.name === name) return;
        await tx.user.update({ where: { id: actor.userId }, data: { name } });
        await recordAudit(tx, actor, {
          action: "account.name",
          targetType: "user",
          targetId: actor.userId,
          targetName: name,
          before: { name: before.name },
          after: { name },
        });
      });
      sessions.forget();
    },
  };
}
