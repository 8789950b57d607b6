import type { Json } from "#lib/flow/json.ts";

/** Longest string kept, in characters. */
const maxString = 100_000;
/** Largest value kept, in characters of its strings and a little for everything else. */
const maxValue = 1_000_000;

/** Stands for a value that was too large to keep. */
export type TruncatedValue = { truncated: true; size: number; beginning: string };

/**
 * Cuts a value to what is worth keeping with a step: long strings are shortened, and what is still
 * too large becomes a {@link TruncatedValue}. Returns the value itself when it fits. The run itself
 * goes on with the whole value; a run that is continued later, by another process or after a wait,
 * finds the shortened one.
 */
export function fitForStorage(value: Json): Json {
  const size = measure(value, 0);
  if (size <= maxString) return value;
  const shortened = shorten(value);
  if (measure(shortened, 0) <= maxValue) return shortened;
  const beginning = typeof shortened === "string" ? shortened : JSON.stringify(shortened);
  return { truncated: true, size, beginning: beginning.slice(0, 2_000) };
}

/** Roughly how much room a value takes; stops counting at many times the limit. */
function measure(value: Json, total: number): number {
  if (typeof value === "string") return total + value.length + 2;
  if (typeof value !== "object" || value === null) return total + 8;
  let sum = total + 2;
  if (Array.isArray(value)) {
    for (const item of value) sum = measure(item, sum);
  } else {
    for (const key in value) sum = measure(value[key] ?? null, sum + key.length + 4);
  }
  return sum;
}

function shorten(value: Json): Json {
  if (typeof value === "string") {
    if (value.length <= maxString) return value;
    return `${value.slice(0, maxString)}… (${value.length.toLocaleString("en")} characters)`;
  }
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(shorten);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shorten(item)]));
}
