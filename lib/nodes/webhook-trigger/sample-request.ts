import { isForbiddenKey, type Json, type JsonObject } from "#lib/flow/json.ts";

/** A sample's query as a request would deliver it: a name that comes several times has a list. */
export function sampleQuery(rows: Json | undefined): JsonObject {
  const query: JsonObject = {};
  for (const { name, value } of namedRows(rows)) {
    const earlier = Object.hasOwn(query, name) ? query[name] : undefined;
    if (earlier === undefined) query[name] = value;
    else query[name] = Array.isArray(earlier) ? [...earlier, value] : [earlier, value];
  }
  return query;
}

/** A sample's headers as a request would deliver them: names in lower case, with a content type. */
export function sampleHeaders(rows: Json | undefined): JsonObject {
  const headers: JsonObject = { "content-type": "application/json" };
  for (const { name, value } of namedRows(rows)) headers[name.toLowerCase()] = value;
  return headers;
}

/** The rows of a raw setting that count: switched on, and with a name that can be one. */
function namedRows(rows: Json | undefined): { name: string; value: string }[] {
  if (!Array.isArray(rows)) return [];
  return rows.flatMap((row) => {
    const { name, value, enabled } = Object(row) as JsonObject; // raw settings are JSON
    if (typeof name !== "string" || enabled === false) return [];
    const key = name.trim();
    if (key === "" || isForbiddenKey(key.toLowerCase())) return [];
    return [{ name: key, value: typeof value === "string" ? value : "" }];
  });
}
