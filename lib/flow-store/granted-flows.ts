import type { Actor } from "#lib/access/contract.ts";
import { granteeOf } from "#lib/db/flows/granted.ts";
import type { Prisma } from "#lib/db/generated/client.ts";

/** The flows that somebody may work on: the one condition that every read and change of a flow has. */
export function grantedFlows(actor: Actor) {
  const { role, person } = granteeOf(actor);
  const open: Prisma.FlowWhereInput[] = [
    { limited: false },
    { grantedRoles: { has: role } },
    { grantedPeople: { has: person } },
  ];
  return { workspaceId: actor.workspaceId, ...(role !== null && { OR: open }) };
}
