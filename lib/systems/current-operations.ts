import type { PrismaClient } from "#lib/db/generated/client.ts";
import type { FlowDocument } from "#lib/flow/document.ts";
import { definitionOf } from "#lib/nodes/catalog.ts";
import type { CurrentOperation } from "./contract.ts";

/** The operations that a flow's steps hold a copy of, as their systems describe them now. */
export async function currentOperations(
  prisma: PrismaClient,
  workspaceId: string,
  { nodes }: FlowDocument,
): Promise<CurrentOperation[]> {
  const copies = nodes.flatMap(({ type, config }) => definitionOf(type)?.copies?.(config) ?? []);
  if (copies.length === 0) return [];
  const rows = await prisma.systemOperation.findMany({
    where: {
      system: { workspaceId },
      gone: false,
      OR: copies.map(({ systemId, key }) => ({ systemId, key })),
    },
    select: { systemId: true, key: true, hash: true },
  });
  return copies.map(({ systemId, key }) => ({
    ...{ systemId, key },
    hash: rows.find((row) => row.systemId === systemId && row.key === key)?.hash ?? null,
  }));
}
