import { UserError } from "#lib/errors/user-error.ts";
import { type DurationUnit, durationMs, longestWaitMs } from "./duration.ts";

/**
 * When a wait that begins at `now` is given up.
 *
 * @throws UserError `invalid_value` when that is in less than a second or in more than a year
 */
export function expiryOf(amount: number, unit: DurationUnit, now: Date): Date {
  const ms = Math.round(durationMs(amount, unit));
  if (ms < 1_000 || ms > longestWaitMs) {
    const problem = ms < 1_000 ? "shorter than a second" : "longer than a year";
    throw new UserError("invalid_value", `The time until the step gives up is ${problem}.`, {
      next: "Choose another time, or check the unit.",
    });
  }
  return new Date(now.getTime() + ms);
}
