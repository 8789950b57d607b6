import { randomBytes } from "node:crypto";
import type { Prisma } from "#lib/db/generated/client.ts";
import type { FlowDocument } from "#lib/flow/document.ts";
import { definitionOf } from "#lib/nodes/catalog.ts";

type Client = Pick<Prisma.TransactionClient, "hookEndpoint">;

/**
 * Gives each webhook trigger of a document its public id, once and for good, so that the address
 * in the editor is the one that will answer. Ids are 144 random bits.
 */
export async function ensureHooks(
  client: Client,
  flow: { id: string; workspaceId: string },
  document: FlowDocument,
): Promise<{ nodeId: string; hookId: string }[]> {
  const wanted = document.nodes
    .filter((node) => definitionOf(node.type)?.trigger === "webhook")
    .map((node) => node.id);
  if (wanted.length === 0) return [];
  const find = () =>
    client.hookEndpoint.findMany({ where: { flowId: flow.id, nodeId: { in: wanted } } });
  let rows = await find();
  const missing = wanted.filter((nodeId) => !rows.some((row) => row.nodeId === nodeId));
  if (missing.length > 0) {
    await client.hookEndpoint.createMany({
      data: missing.map((nodeId) => ({
        id: randomBytes(18).toString("base64url"),
        workspaceId: flow.workspaceId,
        flowId: flow.id,
        nodeId,
      })),
      skipDuplicates: true,
    });
    rows = await find();
  }
  return rows.map((row) => ({ nodeId: row.nodeId, hookId: row.id }));
}
