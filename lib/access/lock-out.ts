import { LRUCache } from "lru-cache";
import { UserError } from "#lib/errors/user-error.ts";
import { counted } from "#lib/words/counted.ts";

/** Wrong passwords in a row before an account rests. */
export const freeTries = 5;
const firstRestMs = 60_000;
const longestRestMs = 60 * 60_000;

/**
 * How long an account rests after its nth wrong password in a row, in ms; 0 below the limit. Doubles
 * with every further one, up to an hour.
 */
export function restAfter(failures: number): number {
  if (failures < freeTries) return 0;
  return Math.min(firstRestMs * 2 ** (failures - freeTries), longestRestMs);
}

/** The refusal of an account that rests until then. */
export function lockedError(until: Date, now: Date): UserError {
  const restMs = until.getTime() - now.getTime();
  const minutes = Math.ceil(restMs / 60_000);
  return new UserError("account_locked", "Too many wrong passwords for this account.", {
    next: `Try again in ${counted(minutes, "minute")}.`,
    retryAfterMs: restMs,
  });
}

/**
 * The same lock-out for e-mail addresses without an account, in memory: otherwise the sixth answer
 * would tell which addresses have one.
 */
export function createUnknownLockOut(): (email: string, now: Date) => void {
  const tries = new LRUCache<string, { failures: number; until: Date }>({ max: 10_000 });
  return (email, now) => {
    const held = tries.get(email) ?? { failures: 0, until: now };
    if (held.until > now) throw lockedError(held.until, now);
    const failures = held.failures + 1;
    tries.set(email, { failures, until: new Date(now.getTime() + restAfter(failures)) });
  };
}
