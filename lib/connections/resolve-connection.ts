import { LRUCache } from "lru-cache";
import { z } from "zod";
import type { Connection, PrismaClient } from "#lib/db/generated/client.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { ResolvedConnection } from "#lib/nodes/contract.ts";
import type { KeyRing } from "./key-ring.ts";
import type { Secrets } from "./kinds/kind.ts";
import { connectionKindOf } from "./kinds.ts";
import { connectionLimits } from "./limits.ts";
import type { TokenKeeper } from "./oauth/token-keeper.ts";
import { settingsObject } from "./summarise.ts";

/** How long a decrypted credential may stay in memory, and another replica's change unseen, in ms. */
const keptMs = 5_000;

export const secretValues = z.record(z.string(), z.string());

export type Resolver = {
  /** @throws UserError `connection_missing`; EngineError `connection_unreadable`, `encryption_key_missing` */
  resolve(workspaceId: string, connectionId: string): Promise<ResolvedConnection>;
  /** After a change: the next step reads it anew. */
  forget(connectionId: string): void;
};

/**
 * Decrypts connections for steps, and keeps one for a few seconds for a busy flow's next step. Of an
 * OAuth connection a step gets a good access token and nothing else.
 */
export function createResolver(prisma: PrismaClient, ring: KeyRing, tokens: TokenKeeper): Resolver {
  const kept = new LRUCache<string, ResolvedConnection>({
    max: 500,
    ttl: keptMs,
    ttlAutopurge: true,
  });
  /** Grows with every change, so that a read that began before it is not kept. */
  let changes = 0;

  /** What a step may have of the secrets. */
  async function forStep(row: Connection, secrets: Secrets): Promise<Secrets> {
    if (connectionKindOf(row.kind)?.oauth === undefined) return secrets;
    return { accessToken: tokens.freshIn(secrets) ?? (await tokens.accessToken(row)) };
  }

  return {
    async resolve(workspaceId, connectionId) {
      const key = JSON.stringify([workspaceId, connectionId]);
      const known = kept.get(key);
      if (known !== undefined) return structuredClone(known);
      const before = changes;
      const row = await prisma.connection.findFirst({
        where: { id: connectionId, workspaceId, deletedAt: null },
      });
      if (row === null) {
        throw new UserError("connection_missing", "The connection of this step was deleted.", {
          next: "Choose another connection, or ask an administrator to restore it.",
        });
      }
      const binding = { workspaceId, connectionId, kind: row.kind };
      const resolved: ResolvedConnection = {
        id: row.id,
        kind: row.kind,
        name: row.name,
        settings: settingsObject.parse(row.settings),
        secrets: await forStep(
          row,
          secretValues.parse(JSON.parse(ring.open(row.envelope, binding))),
        ),
        limits: connectionLimits.parse(row.limits),
      };
      if (before === changes) kept.set(key, resolved);
      return structuredClone(resolved);
    },
    forget(connectionId) {
      changes++;
      for (const [key, value] of kept.entries()) {
        if (value.id === connectionId) kept.delete(key);
      }
    },
  };
}
