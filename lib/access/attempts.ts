import { LRUCache } from "lru-cache";
import { UserError } from "#lib/errors/user-error.ts";

/** Wrong tries before one has to wait, and the window in ms. */
const triesPerWindow = 20;
const windowMs = 5 * 60_000;

export type Attempts = {
  /** Counts a try, before its outcome is known: tries at once cannot slip through. */
  take(key: string): void;
  /** The try was right and does not count. */
  giveBack(key: string): void;
};

/** Limits wrong tries by address or account, in this process. Throws `rate_limited`. */
export function createAttempts(now: () => number = Date.now): Attempts {
  const windows = new LRUCache<string, { count: number; until: number }>({ max: 10_000 });
  return {
    take(key) {
      const held = windows.get(key);
      if (held === undefined || held.until <= now()) {
        windows.set(key, { count: 1, until: now() + windowMs });
        return;
      }
      if (held.count >= triesPerWindow) {
        throw new UserError("rate_limited", "Too many tries from this address.", {
          next: "Wait a few minutes, then try again.",
          retryAfterMs: held.until - now(),
        });
      }
      held.count++;
    },
    giveBack(key) {
      const held = windows.get(key);
      if (held !== undefined && held.count > 0) held.count--;
    },
  };
}
