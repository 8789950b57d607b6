import type { JsonObject } from "#lib/flow/json.ts";
import type { NodeDefinition } from "./contract.ts";

/** What a new node begins with, in this time zone; "": as its definition has it. */
export function zonedDefaults(
  { defaults, fields }: Pick<NodeDefinition, "defaults" | "fields">,
  timeZone: string,
): JsonObject {
  if (timeZone === "") return defaults;
  const zoned: JsonObject = { ...defaults };
  for (const [name, { kind }] of Object.entries(fields)) {
    const value = zoned[name];
    if (kind === "time-zone") zoned[name] = timeZone;
    else if (kind === "schedule" && typeof value === "object" && value !== null) {
      zoned[name] = { ...value, zone: timeZone };
    }
  }
  return zoned;
}
