import { recordAudit } from "#lib/access/audit.ts";
import type { Actor } from "#lib/access/contract.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { PrismaClient } from "#lib/db/generated/client.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { JsonObject } from "#lib/flow/json.ts";
import { type FlowGrants, flowGrants } from "./contract.ts";

/** Who may work on a flow. Throws `not_permitted` for all but admins, `not_found`. */
export async function readFlowGrants(
  prisma: Pick<PrismaClient, "flow">,
  actor: Actor,
  flowId: string,
): Promise<FlowGrants> {
  requirePermission(actor, "flows.grant");
  const found = await prisma.flow.findFirst({
    where: { id: flowId, workspaceId: actor.workspaceId, deletedAt: null },
  });
  if (found === null) throw new UserError("not_found", "This flow does not exist any more.");
  const { limited, grantedRoles: roles, grantedPeople: people } = found;
  return flowGrants.parse({ limited, roles, people });
}

/** Sets who may work on a flow, on record. People who are no members any more are left out. */
export async function setFlowGrants(
  prisma: PrismaClient,
  actor: Actor,
  flowId: string,
  wanted: FlowGrants,
): Promise<void> {
  requirePermission(actor, "flows.grant");
  const { limited, roles, people } = flowGrants.parse(wanted);
  const { workspaceId } = actor;
  await prisma.$transaction(async (tx) => {
    const before = await readFlowGrants(tx, actor, flowId);
    const members = await tx.membership.findMany({
      where: { workspaceId },
      select: { userId: true, user: { select: { name: true } } },
    });
    const names = new Map(members.map(({ userId, user }) => [userId, user.name]));
    const after = {
      limited,
      roles: [...new Set(roles)].sort(),
      people: [...new Set(people)].filter((id) => names.has(id)),
    };
    const [flow] = await tx.flow.updateManyAndReturn({
      where: { id: flowId, workspaceId },
      data: { limited, grantedRoles: after.roles, grantedPeople: after.people },
    });
    const told = (grants: FlowGrants): JsonObject =>
      grants.limited
        ? {
            roles: grants.roles,
            people: grants.people.map((id) => names.get(id) ?? "a former member"),
          }
        : { everybody: true };
    await recordAudit(tx, actor, {
      action: "flow.grants",
      targetType: "flow",
      targetId: flowId,
      targetName: flow?.name ?? "",
      before: told(before),
      after: told(after),
    });
  });
}
