import type { Json } from "#lib/flow/json.ts";
import type { Field } from "#lib/nodes/fields.ts";

/** What stands for a setting that holds nothing. */
export const unset = "Not set";

/** A setting's value as people read it; what has no words of its own as JSON. */
export function settingInWords(value: Json, field: Field | undefined): string {
  if (value === null || value === "") return unset;
  if (typeof value === "boolean") return value ? "On" : "Off";
  if (typeof value === "number") {
    return field?.kind === "number" && field.unit ? `${value} ${field.unit}` : String(value);
  }
  if (typeof value === "string") {
    const option = field?.kind === "select" && field.options.find((one) => one.value === value);
    return option ? option.label : value;
  }
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) {
    return value.length === 0 ? unset : value.join(", ");
  }
  return JSON.stringify(value, null, 2);
}
