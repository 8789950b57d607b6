import { v7 as uuid } from "uuid";
import type { Prisma } from "#lib/db/generated/client.ts";
import type { FlowDocument, FlowNode } from "#lib/flow/document.ts";
import { definitionOf } from "#lib/nodes/catalog.ts";
import { type ListenedOutcome, listenersChannel } from "./contract.ts";

type Client = Pick<Prisma.TransactionClient, "runListener" | "$queryRaw">;

/**
 * Makes the flow's listeners those of the document that goes live; null takes all of them away. Runs
 * in the transaction that publishes, and tells every process once that is committed.
 */
export async function syncListeners(
  tx: Client,
  flow: { id: string; workspaceId: string },
  document: FlowDocument | null,
): Promise<void> {
  const wanted = (document?.nodes ?? []).flatMap((node) => listenerOf(node) ?? []);
  const { count } = await tx.runListener.deleteMany({
    where: { flowId: flow.id, nodeId: { notIn: wanted.map(({ nodeId }) => nodeId) } },
  });
  for (const { nodeId, ...heard } of wanted) {
    await tx.runListener.upsert({
      where: { flowId_nodeId: { flowId: flow.id, nodeId } },
      create: { id: uuid(), workspaceId: flow.workspaceId, flowId: flow.id, nodeId, ...heard },
      update: heard,
    });
  }
  if (count + wanted.length === 0) return;
  await tx.$queryRaw`SELECT pg_notify(${listenersChannel}, '')::text`;
}

function listenerOf(
  node: FlowNode,
): { nodeId: string; outcome: ListenedOutcome; watchedFlowId: string | null } | undefined {
  const trigger = definitionOf(node.type)?.trigger;
  if (node.disabled || (trigger !== "flow-event" && trigger !== "error")) return undefined;
  const { flow, outcome } = node.config;
  const watchedFlowId = typeof flow === "string" && flow !== "" ? flow : null;
  if (trigger === "error") return { nodeId: node.id, outcome: "failed", watchedFlowId };
  const known = outcome === "failed" || outcome === "any" ? outcome : "succeeded";
  return { nodeId: node.id, outcome: known, watchedFlowId };
}
