import { isShown } from "#lib/flow/is-shown.ts";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import type { NodeDefinition } from "#lib/nodes/contract.ts";
import type { Field, Fields } from "#lib/nodes/fields.ts";
import { settingInWords } from "../setting-in-words.ts";

/** One setting as a step was given it: in words, or as a value to open where words do not do. */
export type NamedValue = { path: string; label: string } & (
  | { kind: "words"; text: string }
  | { kind: "value"; value: Json }
);

/** Longest text that is shown, in characters; the recorded form has all of it. */
const longest = 2_000;

/**
 * The recorded settings of a step by the names that the inspector gives them: those that are shown
 * there and hold something. Null when what was recorded is no settings.
 */
export function namedInput(
  { fields, defaults, trigger }: Pick<NodeDefinition, "fields" | "defaults" | "trigger">,
  input: Json,
): NamedValue[] | null {
  if (trigger !== undefined || !isObject(input)) return null;
  return namedValues(fields, input, defaults, "", "");
}

function namedValues(
  fields: Fields,
  values: JsonObject,
  defaults: { [key: string]: unknown },
  base: string,
  place: string,
): NamedValue[] {
  return Object.entries(fields).flatMap(([key, field]): NamedValue[] => {
    const value = values[key];
    if (value === undefined || isEmpty(value)) return [];
    if (!isShown(field.showWhen, fields, values, defaults)) return [];
    const [path, label] = [base + key, place + field.label];
    if (field.kind !== "list" || !Array.isArray(value)) return [named(path, label, value, field)];
    return value.flatMap((entry, index) => {
      const [within, name] = [`${path}.${index}`, `${label}, ${field.itemLabel} ${index + 1}`];
      if (!isObject(entry)) return [named(within, name, entry, undefined)];
      return namedValues(field.item, entry, field.newItem, `${within}.`, `${name}: `);
    });
  });
}

function named(path: string, label: string, value: Json, field: Field | undefined): NamedValue {
  const isTexts = Array.isArray(value) && value.every((item) => typeof item === "string");
  if (typeof value === "object" && !isTexts) return { path, label, kind: "value", value };
  const text = settingInWords(value, field);
  const shown = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return { path, label, kind: "words", text: shown };
}

function isEmpty(value: Json): boolean {
  return value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
