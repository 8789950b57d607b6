import type { Json, JsonObject } from "#lib/flow/json.ts";
import type { Change } from "./contract.ts";

const longest = 500;

/**
 * What differs between two states, one line for each value, in the order they are written down.
 * What is the same in both is left out; objects are looked into.
 */
export function difference(before: Json, after: Json): Change[] {
  const [old, now] = [flatten(before), flatten(after)];
  const changes: Change[] = [];
  for (const field of new Set([...old.keys(), ...now.keys()])) {
    const [was, is] = [old.get(field) ?? null, now.get(field) ?? null];
    if (was !== is) changes.push({ field, before: was, after: is });
  }
  return changes;
}

function flatten(value: Json, path: readonly string[] = [], into = new Map<string, string>()) {
  if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) flatten(item, [...path, key], into);
  } else if (value !== null || path.length > 0) {
    const text = textOf(value);
    if (text !== null) into.set(path.map(wordsOf).join(" › ") || "Value", text);
  }
  return into;
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOf(value: Json): string | null {
  if (value === null) return null;
  if (value === true) return "yes";
  if (value === false) return "no";
  const isPlainList =
    Array.isArray(value) && value.every((item) => item === null || typeof item !== "object");
  const text = isPlainList
    ? value.join(", ")
    : typeof value === "object"
      ? JSON.stringify(value)
      : String(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** `retentionDays` → "Retention days". */
function wordsOf(key: string): string {
  const words = key
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .replace(/[-_]+/g, " ")
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
