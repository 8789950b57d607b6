import type { Json } from "#lib/flow/json.ts";
import { counted } from "#lib/words/counted.ts";

export type JsonKind = "text" | "number" | "boolean" | "null" | "list" | "object";

/** What a value is, in a word for people. */
export function jsonKind(value: Json): JsonKind {
  if (value === null) return "null";
  if (Array.isArray(value)) return "list";
  if (typeof value === "string") return "text";
  return typeof value as "number" | "boolean" | "object"; // JSON has nothing else left
}

/** A value's entries by key; none for what cannot be opened. */
export function jsonEntries(value: Json): [string | number, Json][] {
  if (Array.isArray(value)) return value.map((entry, index) => [index, entry]);
  if (value !== null && typeof value === "object") return Object.entries(value);
  return [];
}

/** How many entries a list or object has; 0 for all else. Builds nothing, so it is cheap. */
export function jsonSize(value: Json): number {
  if (Array.isArray(value)) return value.length;
  if (value === null || typeof value !== "object") return 0;
  return Object.keys(value).length;
}

/** One line for a value: text in quotes, lists and objects by their size. `max` in characters. */
export function jsonPreview(value: Json, max = 60): string {
  if (typeof value === "string") {
    const line = value.slice(0, max + 1).replace(/\s+/g, " ");
    return line.length > max ? `"${line.slice(0, max - 1)}…"` : `"${line}"`;
  }
  if (Array.isArray(value)) return counted(value.length, "item");
  if (value !== null && typeof value === "object") {
    return counted(Object.keys(value).length, "field");
  }
  return String(value);
}
