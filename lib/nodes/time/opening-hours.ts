import { instantOf, wallClock } from "../wall-clock.ts";
import type { TimeConfig } from "./definition.ts";
import { type HoursRange, type Weekday, weekdays } from "./hours.ts";

const dayMs = 86_400_000;
/** No more than this many days ahead is looked for an opening or a closing. */
const horizonDays = 400;

export type OpeningState = {
  open: boolean;
  /** The next opening after now; null when there is none within a year. */
  opensAt: Date | null;
  /** When the current opening ends; null while closed, and when it has no end within a year. */
  closesAt: Date | null;
  weekday: Weekday;
};

type Opening = { start: number; end: number };

/**
 * Whether it is open at `now`, by the clocks of the table's time zone. An opening belongs to the day
 * it begins on: a holiday drops those, not one that began the evening before. Openings that touch or
 * overlap are one.
 */
export function openingState(config: TimeConfig, now: Date): OpeningState {
  const at = now.getTime();
  const today = Math.floor(wallClock(now, config.timeZone) / dayMs);
  const state: OpeningState = {
    open: false,
    opensAt: null,
    closesAt: null,
    weekday: weekdayOf(today),
  };
  if (weekdays.every((day) => config.hours[day].length === 0)) return state;

  const isHoliday = holidayTest(config.holidays);
  let current: Opening | undefined;
  // Yesterday's openings may last until today.
  for (let day = today - 1; day <= today + horizonDays; day++) {
    if (isHoliday(day)) continue;
    const ranges = [...config.hours[weekdayOf(day)]].sort((a, b) => (a.from < b.from ? -1 : 1));
    for (const range of ranges) {
      const { start, end } = openingOf(range, day, config.timeZone);
      if (end <= at || start >= end) continue;
      if (start <= at) {
        current = { start, end: Math.max(end, current?.end ?? end) };
      } else if (current !== undefined && start <= current.end) {
        current.end = Math.max(current.end, end);
      } else {
        state.opensAt = new Date(start);
        return close(state, current);
      }
    }
  }
  // Open without a break for as far as we look: there is no closing to tell.
  const endless = current !== undefined && current.end - at > (horizonDays - 1) * dayMs;
  return endless ? { ...state, open: true } : close(state, current);
}

function close(state: OpeningState, current: Opening | undefined): OpeningState {
  return current === undefined ? state : { ...state, open: true, closesAt: new Date(current.end) };
}

/** One range of a day (counted from 1970-01-01, on the zone's own calendar) as instants. */
function openingOf({ from, to }: HoursRange, day: number, timeZone: string): Opening {
  const begin = minutesOf(from);
  const finish = minutesOf(to);
  const endDay = finish <= begin ? day + 1 : day;
  return {
    start: instantOf(day * dayMs + begin * 60_000, timeZone).getTime(),
    end: instantOf(endDay * dayMs + finish * 60_000, timeZone).getTime(),
  };
}

function minutesOf(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
}

/** 1970-01-01 was a Thursday. */
function weekdayOf(day: number): Weekday {
  return weekdays[(((day + 3) % 7) + 7) % 7] ?? "monday";
}

function holidayTest(holidays: TimeConfig["holidays"]): (day: number) => boolean {
  const once = new Set<string>();
  const yearly = new Set<string>();
  for (const { date, repeats } of holidays) {
    if (repeats === "yearly") yearly.add(date.slice(5));
    else once.add(date);
  }
  if (holidays.length === 0) return () => false;
  return (day) => {
    const date = new Date(day * dayMs).toISOString().slice(0, 10);
    return once.has(date) || yearly.has(date.slice(5));
  };
}
