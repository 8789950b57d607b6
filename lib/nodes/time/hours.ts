import { z } from "zod";
import type { Json } from "#lib/flow/json.ts";

/** In the week's order; the keys of a weekly table of hours. */
export const weekdays = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const;

export type Weekday = (typeof weekdays)[number];

const clock = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "a time is written as in 09:30, from 00:00 to 23:59");

/** Open from–to; `to` at or before `from` is on the next day, so 00:00–00:00 is the whole day. */
const range = z.strictObject({ from: clock, to: clock });
const day = z.array(range).max(10).default([]);

/** For each weekday its opening hours; none means closed. */
export const weeklyHours = z.strictObject({
  monday: day,
  tuesday: day,
  wednesday: day,
  thursday: day,
  friday: day,
  saturday: day,
  sunday: day,
});

export type HoursRange = z.infer<typeof range>;
export type WeeklyHours = z.infer<typeof weeklyHours>;

/** "Monday". */
export function weekdayName(day: Weekday): string {
  return day.charAt(0).toUpperCase() + day.slice(1);
}

/**
 * A weekly table in a few words: "Mon–Fri 09:00–17:00" when its open days follow one another with the
 * same hours, else "5 days a week"; undefined when raw settings are no such table.
 */
export function hoursPhrase(raw: Json | undefined): string | undefined {
  const read = weeklyHours.safeParse(raw);
  if (!read.success) return undefined;
  const open = weekdays.filter((day) => read.data[day].length > 0);
  const [first] = open;
  if (first === undefined) return "never open";
  const written = (day: Weekday): string =>
    read.data[day].map(({ from, to }) => `${from}–${to}`).join(" ");
  const at = weekdays.indexOf(first);
  const alike = open.every(
    (day, index) => weekdays.indexOf(day) === at + index && written(day) === written(first),
  );
  if (!alike || read.data[first].length > 1) {
    return `${open.length} ${open.length === 1 ? "day" : "days"} a week`;
  }
  const short = (day: Weekday): string => weekdayName(day).slice(0, 3);
  const last = open.at(-1) ?? first;
  const days = last === first ? short(first) : `${short(first)}–${short(last)}`;
  return `${days} ${written(first)}`;
}
