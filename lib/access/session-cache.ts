import { LRUCache } from "lru-cache";

/** How long a session found valid is trusted without asking again, in ms. */
const trustMs = 3_000;

/** Spares the hot path a query a request; this process forgets sessions the moment one is revoked. */
export function createSessionCache<T extends object>() {
  const held = new LRUCache<string, T>({ max: 5_000, ttl: trustMs });
  let revocations = 0;
  return {
    get: (idHash: string) => held.get(idHash),
    /** Begin before reading the database; `keep` does nothing if a session was revoked since. */
    begin() {
      const before = revocations;
      return {
        keep(idHash: string, session: T): void {
          if (before === revocations) held.set(idHash, session);
        },
      };
    },
    forgetAll(): void {
      revocations++;
      held.clear();
    },
  };
}
