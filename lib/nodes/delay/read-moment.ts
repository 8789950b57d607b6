import { tzOffset } from "@date-fns/tz";
import { casual, GB, type ParsedResult } from "chrono-node/en";
import { instantOf } from "../wall-clock.ts";

const isoLike =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?\s*(Z|[+-]\d\d:?\d\d)?$/i;

/** Times of day that stand for an hour without naming one, and spans from now. */
const timed =
  /^(casualReference\/(morning|afternoon|evening|noon|night|midnight|tonight)|result\/relativeDate)/;

/**
 * The moment a text means: ISO 8601, Unix time in seconds or milliseconds, or as people write it
 * ("tomorrow at 9", "14.3.2027 10:00", "in 2 hours"). A text that names no time zone of its own
 * counts in `timeZone`; one without a time of day means the day's beginning. Undefined when it is no
 * moment at all.
 */
export function readMoment(
  text: string,
  timeZone: string,
  order: "day-first" | "month-first",
  now: Date,
): Date | undefined {
  const plain = text.trim();
  if (plain === "" || plain.length > 200) return undefined;
  if (/^\d{10}(\.\d+)?$/.test(plain)) return new Date(Number(plain) * 1_000);
  if (/^\d{13}$/.test(plain)) return new Date(Number(plain));
  const iso = isoLike.exec(plain);
  if (iso !== null) return readIso(iso, timeZone);
  const parser = order === "day-first" ? GB : casual;
  const found = parser.parse(
    plain,
    { instant: now, timezone: tzOffset(timeZone, now) },
    { forwardDate: true },
  )[0]?.start;
  return found === undefined ? undefined : readComponents(found, timeZone);
}

function readIso(match: RegExpExecArray, timeZone: string): Date | undefined {
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "0", zone] = match;
  const numbers = [year, month, day, hour, minute, second].map(Number);
  const [y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0] = numbers;
  const wall = Date.UTC(y, mo - 1, d, h, mi, s, Math.floor(Number(`0.${fraction}`) * 1_000));
  const read = new Date(wall);
  // Date.UTC takes the 31st of February for the 3rd of March; 24:00 is the next day's beginning.
  const exists =
    read.getUTCMonth() === mo - 1 && read.getUTCDate() === d && h < 24 && mi < 60 && s < 60;
  if (!exists && !(h === 24 && mi === 0 && s === 0)) return undefined;
  if (zone === undefined) return instantOf(wall, timeZone);
  return new Date(wall - offsetMs(zone));
}

/** Milliseconds of "Z", "+02:00" or "-0330". */
function offsetMs(zone: string): number {
  if (/^z$/i.test(zone)) return 0;
  const digits = zone.replace(/\D/g, "");
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return (zone.startsWith("-") ? -minutes : minutes) * 60_000;
}

function readComponents(found: ParsedResult["start"], timeZone: string): Date | undefined {
  if (found.isCertain("timezoneOffset")) return found.date();
  const [year, month, day] = [found.get("year"), found.get("month"), found.get("day")];
  if (year === null || month === null || day === null) return undefined;
  const hasTime = found.isCertain("hour") || [...found.tags()].some((tag) => timed.test(tag));
  const time = hasTime
    ? [found.get("hour") ?? 0, found.get("minute") ?? 0, found.get("second") ?? 0]
    : [0, 0, 0];
  const [hour = 0, minute = 0, second = 0] = time;
  return instantOf(Date.UTC(year, month - 1, day, hour, minute, second), timeZone);
}
