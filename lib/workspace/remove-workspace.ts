import { recordAudit } from "#lib/access/audit.ts";
import { lockMembers, memberIn } from "#lib/access/people/member-rules.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { leaveLeftovers } from "#lib/db/workspace/leftovers.ts";
import { moveSessions } from "#lib/db/workspace/move-sessions.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { WorkspaceService } from "./contract.ts";
import type { WorkspaceDeps } from "./create-workspace-service.ts";

/** Deletes a workspace. */
export function createWorkspaceRemoval({
  prisma,
  flows,
  forgetSessions,
  clock = () => new Date(),
}: WorkspaceDeps): WorkspaceService["remove"] {
  return async (actor, { name }) => {
    requirePermission(actor, "workspace.transfer");
    const { workspaceId, userId } = actor;
    const workspace = await prisma.workspace.findUniqueOrThrow({ where: { id: workspaceId } });
    if (name.trim() !== workspace.name) {
      throw new UserError("invalid_input", "That is not the name of this workspace.", {
        next: `Type “${workspace.name}” to delete it.`,
      });
    }
    const others = await prisma.membership.count({
      where: { userId, workspaceId: { not: workspaceId } },
    });
    if (others === 0) {
      throw new UserError("last_workspace", "You are in no other workspace.", {
        next: "Make another one first, on your account page: you could not sign in any more.",
      });
    }
    // Each flow as if deleted by hand: nothing new is accepted, and what is under way ends.
    for (const { id } of await flows.list(actor)) await flows.remove(actor, id);
    await prisma.$transaction(async (tx) => {
      await lockMembers(tx, workspaceId);
      requirePermission(await memberIn(tx, workspaceId, userId), "workspace.transfer");
      const sessionsEnded = await moveSessions(tx, workspaceId, clock());
      await leaveLeftovers(tx, workspaceId);
      await tx.workspace.delete({ where: { id: workspaceId } });
      await recordAudit(tx, actor, {
        action: "workspace.delete",
        targetType: "workspace",
        targetId: workspaceId,
        targetName: workspace.name,
        after: { sessionsEnded },
      });
    });
    forgetSessions();
  };
}
