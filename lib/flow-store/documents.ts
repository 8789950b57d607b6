import { LRUCache } from "lru-cache";
import type { PrismaClient } from "#lib/db/generated/client.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { FlowDocument } from "#lib/flow/document.ts";
import { parseDocument } from "#lib/flow/parse-document.ts";
import { documentHash } from "./document-hash.ts";

/** Documents by content. What is kept here never changes, so it is cached by hash. */
export type Documents = {
  /** Stores a document unless it is stored already. Returns its hash. */
  keep(workspaceId: string, document: FlowDocument): Promise<string>;
  /** Throws `not_found`. */
  load(workspaceId: string, hash: string): Promise<FlowDocument>;
};

export function createDocuments(prisma: PrismaClient): Documents {
  const cache = new LRUCache<string, FlowDocument>({ max: 500 });
  return {
    async keep(workspaceId, document) {
      const hash = documentHash(document);
      const key = `${workspaceId}:${hash}`;
      if (cache.has(key)) return hash;
      await prisma.documentSnapshot.createMany({
        data: [{ workspaceId, hash, document }],
        skipDuplicates: true,
      });
      cache.set(key, document);
      return hash;
    },
    async load(workspaceId, hash) {
      const key = `${workspaceId}:${hash}`;
      const held = cache.get(key);
      if (held !== undefined) return held;
      const row = await prisma.documentSnapshot.findUnique({
        where: { workspaceId_hash: { workspaceId, hash } },
      });
      if (row === null) throw new UserError("not_found", "This version of the flow is gone.");
      const document = parseDocument(row.document);
      cache.set(key, document);
      return document;
    },
  };
}
