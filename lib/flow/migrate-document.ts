import type { JsonObject } from "./json.ts";

/** `lifts[n]` turns a document of schema version n + 1 into one of version n + 2. */
const lifts: readonly ((document: JsonObject) => JsonObject)[] = [];

/**
 * Lifts a stored document to the current schema version. A document without a known version comes
 * back as it is, for the schema to refuse.
 */
export function migrateDocument(document: JsonObject): JsonObject {
  let current = document;
  const from = document.schemaVersion;
  if (typeof from !== "number" || from < 1) return current;
  for (const lift of lifts.slice(from - 1)) current = lift(current);
  return current;
}
