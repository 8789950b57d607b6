const dayMs = 86_400_000;

/** Days before its end at which admins are told, the last one at the end itself. */
export const expiryThresholds = [14, 7, 3, 1, 0] as const;
export const longestForecastDays = expiryThresholds[0];

/** The threshold that a credential has come to; undefined when its end is far away. */
export function expiryThreshold(expiresAt: Date, now: Date): number | undefined {
  const days = (expiresAt.getTime() - now.getTime()) / dayMs;
  return expiryThresholds.findLast((threshold) => days <= threshold);
}

/**
 * When a credential ends, as people say it: “ends on Thursday” within a week, with the date beyond;
 * “has ended” afterwards. In the given zone, or the reader's own.
 */
export function describeExpiry(expiresAt: Date, now: Date, zone?: string): string {
  const options = zone === undefined ? {} : { timeZone: zone };
  const dayOf = (date: Date) => date.toLocaleDateString("en-CA", options);
  const long = expiresAt.toLocaleDateString("en-GB", { day: "numeric", month: "long", ...options });
  const sameYear = dayOf(expiresAt).slice(0, 4) === dayOf(now).slice(0, 4);
  const date = sameYear ? long : `${long} ${dayOf(expiresAt).slice(0, 4)}`;
  if (expiresAt <= now) return `has ended on ${date}`;
  if (dayOf(expiresAt) === dayOf(now)) return "ends today";
  if (dayOf(expiresAt) === dayOf(new Date(now.getTime() + dayMs))) return "ends tomorrow";
  const days = (expiresAt.getTime() - now.getTime()) / dayMs;
  const weekday = expiresAt.toLocaleDateString("en-GB", { weekday: "long", ...options });
  return days < 6.5 ? `ends on ${weekday}` : `ends on ${date}`;
}
