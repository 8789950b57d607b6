import type { Json } from "#lib/flow/json.ts";
import type { Field } from "#lib/nodes/fields.ts";
import type { ChangeValue } from "./field-scope.ts";

/** What every field component takes. */
export type FieldProps<Kind extends Field = Field> = {
  field: Kind;
  /** The path into the node's settings, as problems name it: `headers.0.value`. */
  path: string;
  value: Json | undefined;
  onChange: ChangeValue;
  /** Show the control only, for rows under a common heading. */
  bare?: boolean | undefined;
  /** The list entry this field belongs to, for screen readers: "Header 2". */
  within?: string | undefined;
};

/** A stored value as text, for inputs: numbers and flags as they are written. */
export function textOf(value: Json | undefined): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return value === null || value === undefined ? "" : JSON.stringify(value, null, 2);
}
