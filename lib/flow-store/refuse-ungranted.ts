import { isDeepStrictEqual } from "node:util";
import type { Actor } from "#lib/access/contract.ts";
import { isPermitted } from "#lib/access/permissions.ts";
import { connectionGrants, mayUse } from "#lib/connections/grants.ts";
import type { PrismaClient } from "#lib/db/generated/client.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { FlowDocument, FlowNode } from "#lib/flow/document.ts";
import { followRenames } from "#lib/flow/edits/follow-renames.ts";

/**
 * Refuses steps with a connection that the actor may not use, unless they are in `before` just as
 * they are in `after`: whoever changes where such a step calls uses its credential as well. That a
 * step before it was renamed, which its templates follow, is no change.
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
  const old = new Map(before?.nodes.map((node) => [node.id, node]));
  const followed = followRenames(before ?? { nodes: [] }, after);
  const picked = after.nodes
    .filter((node) => {
      const was = old.get(node.id);
      return was === undefined || !(isSame(was, node) || isSame(followed(was), node));
    })
    .flatMap((node) => named(node).map((id) => ({ node, id })));
  if (picked.length === 0) return;
  const connections = await tx.connection.findMany({
    where: { workspaceId: actor.workspaceId, id: { in: picked.map(({ id }) => id) } },
    select: { id: true, name: true, grants: true },
  });
  const refused = connections.find(({ grants }) => !mayUse(actor, connectionGrants.parse(grants)));
  if (refused === undefined) return;
  const { node } = picked.find(({ id }) => id === refused.id) ?? {};
  const was = old.get(node?.id ?? "");
  if (was !== undefined && named(was).includes(refused.id)) {
    throw new UserError(
      "connection_not_allowed",
      `“${node?.name}” uses the connection “${refused.name}”, which you may not use, and it has been changed.`,
      {
        next: "Put the step back as it was, or ask an admin to do this or to share the connection.",
        details: { issues: [{ path: `nodes.${was.id}`, message: "It has been changed." }] },
      },
    );
  }
  throw new UserError(
    "connection_not_allowed",
    `You may not use the connection “${refused.name}”, which “${node?.name}” does.`,
    {
      next: "Choose another connection, or ask an admin to let you use this one.",
      ...(node !== undefined && {
        details: { issues: [{ path: `nodes.${node.id}`, message: "Choose another connection." }] },
      }),
    },
  );
}

/** Whether a step does the same; where it stands and what it is called is open to everybody. */
function isSame(before: FlowNode, after: FlowNode): boolean {
  return isDeepStrictEqual(deeds(before), deeds(after));
}

function deeds({
  name: _name,
  key: _key,
  position: _position,
  pinned: _pinned,
  ...rest
}: FlowNode) {
  return rest;
}

/** The connections a step names: the one it uses, and the one of its backup. */
function named({ connectionId, backupConnectionId }: FlowNode): string[] {
  return [connectionId, backupConnectionId].filter((id) => id !== null);
}
