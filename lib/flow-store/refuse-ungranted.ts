import type { Actor } from "#lib/access/contract.ts";
import { isPermitted } from "#lib/access/permissions.ts";
import { connectionGrants, mayUse } from "#lib/connections/grants.ts";
import type { PrismaClient } from "#lib/db/generated/client.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { FlowDocument, FlowNode } from "#lib/flow/document.ts";

/**
 * Refuses connections that `after` puts into steps which did not have them `before`, unless the
 * actor may use them. What was there already stays, whoever put it there.
 *
 * @throws UserError `connection_not_allowed` naming the connection and the step
 */
export async function refuseUngranted(
  tx: Pick<PrismaClient, "connection">,
  actor: Actor,
  before: FlowDocument | null,
  after: FlowDocument,
): Promise<void> {
  if (isPermitted(actor.role, "connections.manage")) return;
  const had = new Set(before?.nodes.flatMap((node) => named(node).map((id) => `${node.id} ${id}`)));
  const picked = after.nodes.flatMap((node) =>
    named(node)
      .filter((id) => !had.has(`${node.id} ${id}`))
      .map((id) => ({ node, id })),
  );
  if (picked.length === 0) return;
  const connections = await tx.connection.findMany({
    where: { workspaceId: actor.workspaceId, id: { in: picked.map(({ id }) => id) } },
    select: { id: true, name: true, grants: true },
  });
  const refused = connections.find(({ grants }) => !mayUse(actor, connectionGrants.parse(grants)));
  if (refused === undefined) return;
  const { node } = picked.find(({ id }) => id === refused.id) ?? {};
  throw new UserError(
    "connection_not_allowed",
    `You may not use the connection “${refused.name}”, which “${node?.name}” does.`,
    { next: "Choose another connection, or ask an admin to let you use this one." },
  );
}

/** The connections a step names: the one it uses, and the one of its backup. */
function named({ connectionId, backupConnectionId }: FlowNode): string[] {
  return [connectionId, backupConnectionId].filter((id) => id !== null);
}
