import { LRUCache } from "lru-cache";
import type { ResolvedConnection } from "#lib/nodes/contract.ts";
import { connectionKindOf } from "../kinds.ts";
import type { Resolver } from "../resolve-connection.ts";
import type { TokenKeeper } from "./token-keeper.ts";

/** A token is renewed for a refusal this often at most, in ms: an API that refuses all gets no storm. */
const everyMs = 10_000;

/** Gives OAuth connections their `renew`. */
export function createRenewals(tokens: TokenKeeper, resolver: Pick<Resolver, "forget">) {
  const renewedAt = new LRUCache<string, true>({ max: 2_000, ttl: everyMs });

  return function renewable(
    workspaceId: string,
    connection: ResolvedConnection,
  ): ResolvedConnection {
    if (connectionKindOf(connection.kind)?.oauth === undefined) return connection;
    const refused = connection.secrets.accessToken ?? "";
    return {
      ...connection,
      async renew() {
        const key = JSON.stringify([workspaceId, connection.id, refused]);
        // Others who were refused with the same token share its renewal; another token has its own time.
        if (renewedAt.has(connection.id) && !renewedAt.has(key)) return undefined;
        renewedAt.set(connection.id, true);
        renewedAt.set(key, true);
        resolver.forget(connection.id);
        const accessToken = await tokens.accessToken({ workspaceId, id: connection.id }, refused);
        return { ...connection, secrets: { accessToken } };
      },
    };
  };
}
