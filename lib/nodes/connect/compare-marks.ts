import type { Json } from "#lib/flow/json.ts";

/** A value that grows from record to record: a number, a date, or text in alphabetical order. */
export type Mark = string | number;

export function readMark(value: Json | undefined): Mark | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

/** As numbers where both are, as points in time where both are dates, else as text. */
export function compareMarks(a: Mark, b: Mark): number {
  const [left, right] = [numberOf(a), numberOf(b)];
  if (left !== undefined && right !== undefined) return compare(left, right);
  const [earlier, later] = [timeOf(a), timeOf(b)];
  if (earlier !== undefined && later !== undefined && earlier !== later) return earlier - later;
  if (earlier !== undefined && later !== undefined && !finerThanMs(a) && !finerThanMs(b)) return 0;
  return compare(String(a), String(b));
}

const compare = <T extends string | number | bigint>(a: T, b: T) => (a < b ? -1 : a > b ? 1 : 0);

/** Whole numbers exactly, however long: the ids of some systems have 19 digits. */
function numberOf(mark: Mark): number | bigint | undefined {
  if (typeof mark === "number") return mark;
  if (/^-?\d{1,40}$/.test(mark)) return BigInt(mark);
  return /^-?\d+(\.\d+)?$/.test(mark) ? Number(mark) : undefined;
}

/** ISO 8601, of a day or a moment. */
function timeOf(mark: Mark): number | undefined {
  if (typeof mark !== "string" || !/^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d|$)/.test(mark))
    return undefined;
  const time = Date.parse(mark);
  return Number.isNaN(time) ? undefined : time;
}

function finerThanMs(mark: Mark): boolean {
  return typeof mark === "string" && /\.\d{4,}/.test(mark);
}
