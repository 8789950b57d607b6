import { isForbiddenKey, type Json, type JsonObject } from "#lib/flow/json.ts";

/** A query string or form body as an object; a field that comes several times becomes a list. */
export function formFields(encoded: string): JsonObject {
  const fields: JsonObject = {};
  if (encoded === "") return fields;
  for (const [name, value] of new URLSearchParams(encoded)) addField(fields, name, value);
  return fields;
}

/** Adds a field to a form; keys that could reach a prototype are left out. */
export function addField(fields: JsonObject, name: string, value: Json): void {
  if (isForbiddenKey(name)) return;
  const earlier = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (earlier === undefined) fields[name] = value;
  else if (Array.isArray(earlier)) earlier.push(value);
  else fields[name] = [earlier, value];
}
