import { tzOffset } from "@date-fns/tz";

const dayMs = 86_400_000;

/**
 * What the clocks of a time zone show at an instant, as the milliseconds at which a UTC clock shows
 * the same: read it with `getUTC…` and `toISOString`.
 */
export function wallClock(instant: Date, timeZone: string): number {
  return instant.getTime() + tzOffset(timeZone, instant) * 60_000;
}

/**
 * The instant at which the clocks of a time zone show `wall` (see {@link wallClock}). Where they show
 * it twice, in autumn, it is the first one; where they skip it, in spring, it is as long after the
 * change as it would have been after the last hour: 02:30 becomes 03:30.
 */
export function instantOf(wall: number, timeZone: string): Date {
  const before = wall - tzOffset(timeZone, new Date(wall - dayMs)) * 60_000;
  const after = wall - tzOffset(timeZone, new Date(wall + dayMs)) * 60_000;
  const [first, second] = before <= after ? [before, after] : [after, before];
  for (const instant of [first, second]) {
    if (wallClock(new Date(instant), timeZone) === wall) return new Date(instant);
  }
  return new Date(before);
}

/** An instant in a time zone's own writing: `2026-03-02T10:30:00+01:00`. */
export function isoInZone(instant: Date, timeZone: string): string {
  const minutes = tzOffset(timeZone, instant);
  const text = new Date(wallClock(instant, timeZone)).toISOString().slice(0, 19);
  const pad = (value: number): string => String(Math.floor(value)).padStart(2, "0");
  const size = Math.abs(minutes);
  return `${text}${minutes < 0 ? "-" : "+"}${pad(size / 60)}:${pad(size % 60)}`;
}
