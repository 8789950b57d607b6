import type { Actor } from "#lib/access/contract.ts";
import type { PrismaClient } from "#lib/db/generated/client.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { LiveState } from "./contract.ts";
import { grantedFlows } from "./granted-flows.ts";
import { stateOf } from "./summary.ts";

/**
 * What is live by now, for an editor that has been open for a while.
 *
 * @throws UserError `not_found`
 */
export async function liveStateOf(
  prisma: PrismaClient,
  actor: Actor,
  flowId: string,
): Promise<LiveState> {
  const flow = await prisma.flow.findFirst({
    where: { id: flowId, deletedAt: null, ...grantedFlows(actor) },
    select: {
      draftRevision: true,
      draftHash: true,
      publishedDraftHash: true,
      liveVersion: { select: { id: true, number: true, publishedAt: true, documentHash: true } },
    },
  });
  if (flow === null) throw new UserError("not_found", "This flow does not exist any more.");
  const { liveVersion } = flow;
  return {
    version: liveVersion && { ...liveVersion, publishedAt: liveVersion.publishedAt.toISOString() },
    revision: flow.draftRevision,
    isDraft: stateOf(flow) === "live",
  };
}
