import type { Schedule } from "./contract.ts";
import { newestOccurrence, nextOccurrence } from "./occurrences.ts";

/** A time found later than this was missed: nobody was there to start its run, in ms. */
export const missedAfterMs = 60_000;

export type Firing = {
  /** The time to start a run for; null to let it pass. */
  scheduledFor: Date | null;
  missed: boolean;
  nextAt: Date;
};

/**
 * What a schedule that has been due since `due` does now. Times that are late but not missed come
 * one by one, so none is lost.
 */
export function planFiring(schedule: Schedule, due: Date, now: Date): Firing {
  if (now.getTime() - due.getTime() <= missedAfterMs) {
    return { scheduledFor: due, missed: false, nextAt: nextOccurrence(schedule, due) };
  }
  const newest = newestOccurrence(schedule, due, now);
  const nextAt = nextOccurrence(schedule, newest);
  return { scheduledFor: schedule.missed === "once" ? newest : null, missed: true, nextAt };
}
