type Part = { name: string; min: number; max: number; names?: readonly string[] };

const months = ["jan", "feb", "mar", "apr", "may", "jun"].concat([
  "jul",
  "aug",
  "sep",
  "oct",
  "nov",
  "dec",
]);
const seconds: Part = { name: "second", min: 0, max: 59 };
const parts: readonly Part[] = [
  { name: "minute", min: 0, max: 59 },
  { name: "hour", min: 0, max: 23 },
  { name: "day of the month", min: 1, max: 31 },
  { name: "month", min: 1, max: 12, names: ["", ...months] },
  {
    name: "day of the week",
    min: 0,
    max: 7,
    names: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"],
  },
];
const longestDay = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Runs may not follow each other faster than this, in ms. */
export const shortestIntervalMs = 10_000;

/**
 * What is wrong with a cron expression, as a sentence; null when it is fine. Five fields (minute,
 * hour, day of the month, month, day of the week), or six with the second first. Fields take `*`,
 * values, names of months and weekdays, `a-b` ranges, `/n` steps and lists; the days also `L` for
 * the last, as well as `1#2` (the second Monday) and `5L` (the last Friday). Whatever passes here,
 * the scheduler can read; it has times to come, at least 10 s apart.
 */
export function cronProblem(expression: string): string | null {
  const fields = expression.trim().toLowerCase().split(/\s+/);
  if (fields.length !== 5 && fields.length !== 6) {
    return "A cron expression has five fields: minute, hour, day of the month, month, weekday.";
  }
  const wanted = fields.length === 6 ? [seconds, ...parts] : parts;
  const values: number[][] = [];
  for (const [index, part] of wanted.entries()) {
    const read = readField(fields[index] ?? "", part);
    if (typeof read === "string") return read;
    values.push(read);
  }
  if (fields.length === 6 && tooClose(values.shift() ?? [])) {
    return "Runs must be at least 10 seconds apart.";
  }
  const [, , days = [], chosenMonths = []] = values;
  const anyWeekday = fields.at(-1) === "*";
  if (anyWeekday && days.length > 0 && Math.min(...days) > longestOf(chosenMonths)) {
    return "This day never comes: the chosen months are shorter.";
  }
  return null;
}

/** The values a field stands for (none for a last or numbered day), or what is wrong with it. */
function readField(text: string, part: Part): number[] | string {
  const isDay = part.name.startsWith("day of");
  if (part.name === "day of the month" && text === "l") return [];
  if (part.name === "day of the week" && /^[0-7](#[1-5]|l)$/.test(text)) return [];
  const values = new Set<number>();
  for (const entry of text.split(",")) {
    const match = /^(\*|[a-z]+|\d{1,2})(?:-([a-z]+|\d{1,2}))?(?:\/(\d{1,2}))?$/.exec(entry);
    const [, first = "", last, step] = match ?? [];
    if (match === null || (first === "*" && last !== undefined)) {
      const hint = isDay ? "" : `, such as ${part.min}, ${part.min}-${part.max} or */5`;
      return `“${entry}” is no ${part.name}${hint}.`;
    }
    const from = first === "*" ? part.min : numberOf(first, part);
    const fallback = first === "*" || step !== undefined ? part.max : from;
    const to = last === undefined ? fallback : numberOf(last, part);
    if (from === null || to === null) {
      return `The ${part.name} “${entry}” must be from ${part.min} to ${part.max}.`;
    }
    if (from > to) return `The range “${entry}” runs backwards.`;
    if (step !== undefined && Number(step) === 0) return `“${entry}” has a step of nothing.`;
    const named = new Set<number>();
    for (let value = from; value <= to; value += Number(step ?? 1)) {
      // Sunday is 0 and 7.
      named.add(part.name === "day of the week" ? value % 7 : value);
    }
    for (const value of named) {
      if (values.has(value)) return `The ${part.name} ${value} is named twice.`;
      values.add(value);
    }
  }
  return [...values];
}

function numberOf(text: string, part: Part): number | null {
  const value = /^\d+$/.test(text) ? Number(text) : (part.names?.indexOf(text) ?? -1);
  return value >= part.min && value <= part.max ? value : null;
}

function tooClose(values: number[]): boolean {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.some((value, index) => {
    const next = sorted[index + 1] ?? (sorted[0] ?? 0) + 60;
    return (next - value) * 1_000 < shortestIntervalMs;
  });
}

function longestOf(chosen: readonly number[]): number {
  return Math.max(...chosen.map((month) => longestDay[month - 1] ?? 31));
}
