const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Each with its length in ms, and how many of it make the next. */
const units: readonly [Intl.RelativeTimeFormatUnit, number, number][] = [
  ["second", 1_000, 60],
  ["minute", minute, 60],
  ["hour", hour, 24],
  ["day", day, 30],
  ["month", 30.44 * day, 12],
  ["year", 365.25 * day, Number.POSITIVE_INFINITY],
];

const words = new Intl.RelativeTimeFormat("en", { numeric: "always" });

/** “5 minutes ago”, “in 2 hours”, in the largest unit of which there is at least one. */
export function howLongAgo(at: number, now: number): string {
  for (const [unit, length, most] of units) {
    const count = Math.round(Math.abs(at - now) / length);
    if (count < most) return words.format(at < now ? -count : count, unit);
  }
  return "";
}
