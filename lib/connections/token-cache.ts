import { LRUCache } from "lru-cache";

type Token = { token: string; expiresAt: number };

export type TokenCache = {
  /**
   * The owner's token, fetched when there is none, when it ends within five minutes, or when `key`,
   * which stands for everything it depends on, is another one. However many ask, one fetches.
   */
  get(owner: string, key: string, fetch: () => Promise<Token>): Promise<string>;
  forget(owner: string): void;
};

/** How long before its end a token is no longer handed out, in ms: longer than a step may take. */
const marginMs = 5 * 60_000;

/** Short-lived tokens, in memory only. `now` is in ms since the epoch. */
export function createTokenCache(now: () => number): TokenCache {
  const kept = new LRUCache<string, { key: string; token: Promise<Token>; freshUntil: number }>({
    max: 1_000,
  });
  return {
    async get(owner, key, fetch) {
      const known = kept.get(owner);
      if (known?.key === key && known.freshUntil > now()) return (await known.token).token;
      const entry = { key, token: fetch(), freshUntil: Number.POSITIVE_INFINITY };
      kept.set(owner, entry);
      try {
        const { token, expiresAt } = await entry.token;
        // One that lasts less than twice the margin serves for half its time.
        const left = expiresAt - now();
        entry.freshUntil = now() + Math.max(left - marginMs, left / 2);
        return token;
      } catch (error) {
        if (kept.peek(owner) === entry) kept.delete(owner);
        throw error;
      }
    },
    forget: (owner) => void kept.delete(owner),
  };
}
