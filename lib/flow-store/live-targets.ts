import type { PrismaClient } from "#lib/db/generated/client.ts";
import type { LiveTarget } from "./contract.ts";
import type { Documents } from "./documents.ts";
import { createLiveCache } from "./live-cache.ts";

/** Finds what is published behind a public address. */
export function createLiveTargets(prisma: PrismaClient, documents: Documents) {
  async function load(
    where: { id: string } | { slug: string },
    nodeId: string | null,
  ): Promise<LiveTarget | null> {
    const flow = await prisma.flow.findFirst({
      where: { ...where, deletedAt: null, liveVersionId: { not: null } },
      include: { liveVersion: true },
    });
    if (flow?.liveVersion == null) return null;
    return {
      workspaceId: flow.workspaceId,
      flowId: flow.id,
      flowName: flow.name,
      slug: flow.slug,
      versionId: flow.liveVersion.id,
      documentHash: flow.liveVersion.documentHash,
      document: await documents.load(flow.workspaceId, flow.liveVersion.documentHash),
      triggerNodeId: nodeId,
    };
  }

  const byHook = createLiveCache(async (hookId) => {
    const hook = await prisma.hookEndpoint.findUnique({ where: { id: hookId } });
    if (hook === null) return null;
    const target = await load({ id: hook.flowId }, hook.nodeId);
    // The trigger may be gone from the published document, or switched off.
    const node = target?.document.nodes.find((candidate) => candidate.id === hook.nodeId);
    return node === undefined || node.disabled ? null : target;
  });
  const bySlug = createLiveCache((slug) => load({ slug }, null));
  const byFlow = createLiveCache((flowId) => load({ id: flowId }, null));

  return {
    byHook: async (hookId: string) => byHook.find(hookId),
    bySlug: async (slug: string) => bySlug.find(slug),
    byFlow: async (flowId: string) => byFlow.find(flowId),
    forget(): void {
      byHook.forget();
      bySlug.forget();
      byFlow.forget();
    },
  };
}
