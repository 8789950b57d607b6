import { LRUCache } from "lru-cache";
import { UserError } from "#lib/errors/user-error.ts";

/** Tries from one address before it has to wait, and the window in ms. */
const triesPerWindow = 20;
const windowMs = 5 * 60_000;

/** Limits sign-in tries by address, in this process. Throws `rate_limited`. */
export function createAttempts(now: () => number = Date.now) {
  const windows = new LRUCache<string, { count: number; until: number }>({ max: 10_000 });
  return {
    take(key: string): void {
      const held = windows.get(key);
      if (held === undefined || held.until <= now()) {
        windows.set(key, { count: 1, until: now() + windowMs });
        return;
      }
      held.count++;
      if (held.count <= triesPerWindow) return;
      throw new UserError("rate_limited", "Too many tries from this address.", {
        next: "Wait a few minutes, then try again.",
        retryAfterMs: held.until - now(),
      });
    },
  };
}
