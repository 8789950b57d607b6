import type { Prisma } from "#lib/db/generated/client.ts";
import { UserError } from "#lib/errors/user-error.ts";
import { type Actor, role } from "../contract.ts";
import { isPermitted } from "../permissions.ts";

/**
 * A new password, or a second factor less, opens every workspace that the person is in. So whoever
 * sees to it must be allowed to manage the person in each of them; else only the operator of the
 * server can, with `command`.
 */
export async function requireMayReset(
  tx: Prisma.TransactionClient,
  actor: Actor,
  userId: string,
  command: string,
): Promise<void> {
  const theirs = await tx.membership.findMany({ where: { userId } });
  const mine = await tx.membership.findMany({ where: { userId: actor.userId } });
  const may = theirs.every((place) => {
    const own = mine.find(({ workspaceId }) => workspaceId === place.workspaceId);
    if (own === undefined) return false;
    const present = role.parse(own.role);
    return isPermitted(present, "people.manage") && (place.role !== "owner" || present === "owner");
  });
  if (may) return;
  throw new UserError("not_permitted", "This person is in workspaces that you do not manage.", {
    next: `Whoever runs the server can do it: npm run patchbay -- ${command} <e-mail>`,
  });
}
