import type { Json } from "#lib/flow/json.ts";

/** A list as it is, an object's entries, or either as JSON text; undefined for anything else. */
export function itemsOf(value: Json): Json[] | undefined {
  const list = typeof value === "string" ? parse(value) : value;
  if (Array.isArray(list)) return list;
  if (typeof list !== "object" || list === null) return undefined;
  return Object.entries(list).map(([key, entry]) => ({ key, value: entry }));
}

function parse(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
