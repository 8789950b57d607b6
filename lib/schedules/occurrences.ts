import { CronExpressionParser } from "cron-parser";
import type { Timing } from "./contract.ts";

/**
 * The first time after `after` (never `after` itself) at which a schedule is due. On the day clocks
 * go forward, a time that is left out comes an hour later; on the day they go back, a time that
 * comes twice counts once, except for schedules that are due every hour or more often.
 */
export function nextOccurrence(timing: Timing, after: Date): Date {
  if (timing.kind === "interval") return new Date(after.getTime() + timing.everyMs);
  return cronAt(timing, after).next().toDate();
}

/** The newest time up to and with `now`, for a schedule that has been due since `due`. */
export function newestOccurrence(timing: Timing, due: Date, now: Date): Date {
  if (timing.kind === "interval") {
    const steps = Math.floor((now.getTime() - due.getTime()) / timing.everyMs);
    return new Date(due.getTime() + Math.max(steps, 0) * timing.everyMs);
  }
  // The library looks strictly before the time it is given.
  const newest = cronAt(timing, new Date(now.getTime() + 1))
    .prev()
    .toDate();
  return newest < due ? due : newest;
}

/** The next `count` times after `from`, for showing. */
export function upcomingOccurrences(timing: Timing, from: Date, count: number): Date[] {
  const times: Date[] = [];
  for (let last = from; times.length < count; times.push(last)) last = nextOccurrence(timing, last);
  return times;
}

function cronAt(timing: { expression: string; zone: string }, currentDate: Date) {
  return CronExpressionParser.parse(timing.expression, { currentDate, tz: timing.zone });
}
