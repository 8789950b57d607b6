import type { Json, JsonObject } from "./json.ts";

/** The same settings with every text in them, however deep, replaced. Unchanged parts stay the same objects. */
export function mapText(config: JsonObject, replace: (text: string) => string): JsonObject {
  const mapped = mapValue(config, replace);
  return mapped as JsonObject; // an object stays an object
}

function mapValue(value: Json, replace: (text: string) => string): Json {
  if (typeof value === "string") return replace(value);
  if (typeof value !== "object" || value === null) return value;
  let changed = false;
  const visit = (child: Json): Json => {
    const next = mapValue(child, replace);
    if (next !== child) changed = true;
    return next;
  };
  const next = Array.isArray(value)
    ? value.map(visit)
    : Object.fromEntries(Object.entries(value).map(([key, child]) => [key, visit(child)]));
  return changed ? next : value;
}
