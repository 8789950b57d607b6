import { LRUCache } from "lru-cache";

/** How long a session found valid is trusted without asking again, in ms. */
const trustMs = 3_000;

/** Spares the hot path a query a request; this process forgets a session the moment it is revoked. */
export function createSessionCache<T extends object>() {
  const held = new LRUCache<string, T>({ max: 5_000, ttl: trustMs });
  return {
    get: (idHash: string) => held.get(idHash),
    set: (idHash: string, session: T) => void held.set(idHash, session),
    forget: (idHash: string) => void held.delete(idHash),
    forgetAll: () => held.clear(),
  };
}
