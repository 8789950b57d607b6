import { casual, GB } from "chrono-node/en";

/**
 * A day as people write it ("14 March", "tomorrow", "next Friday", "14.3.2026", "2026-03-14"), as
 * `YYYY-MM-DD`. Undefined when the text names no certain day. A day without a year is the next such
 * day; "today" is the day it is now in UTC.
 */
export function readDate(
  text: string,
  order: "day-first" | "month-first",
  now: Date,
): string | undefined {
  if (text.length > 200) return undefined;
  const parser = order === "day-first" ? GB : casual;
  const match = parser.parse(text, { instant: now, timezone: 0 }, { forwardDate: true })[0];
  if (match === undefined) return undefined;
  const found = match.start;
  if (!(found.isCertain("day") || found.isCertain("weekday"))) {
    return undefined;
  }
  // "yesterday-ish" and "2026-03-14x" name no day.
  if (/^-?[\p{L}\p{N}]/u.test(text.slice(match.index + match.text.length))) return undefined;
  const [year, month, day] = [found.get("year"), found.get("month"), found.get("day")];
  if (year === null || month === null || day === null) return undefined;
  const pad = (value: number, digits: number): string => String(value).padStart(digits, "0");
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}
