import { UserError } from "#lib/errors/user-error.ts";
import type { Json } from "#lib/flow/json.ts";
import { isBlank, isChoice, isObject, resolveSchema } from "../api-call.ts";
import type { FormSchema, Operation } from "../contract.ts";

/**
 * A filled-in value as its schema wants it; undefined: it is not sent. Texts become numbers, flags,
 * lists and objects where those are wanted.
 *
 * @throws UserError `invalid_value`
 */
export function coerceValue(
  schema: FormSchema,
  value: Json | undefined,
  defs: Operation["defs"],
  label: string,
): Json | undefined {
  const found = resolveSchema(schema, defs);
  if (isChoice(value)) {
    const chosen = found.choices?.[value.$choice];
    if (chosen === undefined) return undefined;
    const only = resolveSchema(chosen, defs).enum;
    return only?.length === 1 ? only[0] : coerceValue(chosen, value.value, defs, label);
  }
  if (value === undefined || value === "") return undefined;
  if (value === null) return null;
  switch (found.type) {
    case "integer":
    case "number":
      return asNumber(value, found.type, label);
    case "boolean":
      return asBoolean(value, label);
    case "string":
      return typeof value === "object" ? JSON.stringify(value) : String(value);
    case "array":
      return asList(found, value, defs, label);
    case "object":
      return asObject(found, value, defs, label);
    case "file":
      return value;
    default:
      return typeof value === "string" ? parsed(value) : value;
  }
}

function asNumber(value: Json, type: "integer" | "number", label: string): Json {
  const number = typeof value === "string" ? Number(value.trim()) : value;
  const fits = typeof number === "number" && Number.isFinite(number);
  if (fits && (type === "number" || Number.isInteger(number))) return number;
  throw wrong(label, type === "integer" ? "a whole number" : "a number", value);
}

function asBoolean(value: Json, label: string): Json {
  const text = String(value).trim().toLowerCase();
  if (text === "true" || text === "false") return text === "true";
  throw wrong(label, "true or false", value);
}

function asList(
  schema: FormSchema,
  value: Json,
  defs: Operation["defs"],
  label: string,
): Json | undefined {
  const given = typeof value === "string" && value.trim().startsWith("[") ? parsed(value) : value;
  // One value where a list is wanted is a list of one.
  const items = Array.isArray(given) ? given : [given];
  const list = items.flatMap((item, index) => {
    const read = coerceValue(schema.items ?? {}, item, defs, `${label} ${index + 1}`);
    return read === undefined ? [] : [read];
  });
  return list.length === 0 && items.length > 0 ? undefined : list;
}

function asObject(
  schema: FormSchema,
  value: Json,
  defs: Operation["defs"],
  label: string,
): Json | undefined {
  const given = typeof value === "string" ? parsed(value) : value;
  if (!isObject(given)) throw wrong(label, "an object", value);
  const read = Object.entries(given).flatMap(([name, inner]): [string, Json][] => {
    const property = schema.properties?.[name];
    const optional = schema.required?.includes(name) !== true;
    if (typeof value !== "string" && optional && isBlank(inner) && inner !== null) return [];
    const one = coerceValue(property ?? {}, inner, defs, name);
    return one === undefined ? [] : [[name, one]];
  });
  return Object.fromEntries(read);
}

/** JSON where it is JSON, else the text itself. */
function parsed(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function wrong(label: string, wanted: string, value: Json): UserError {
  const given = (typeof value === "string" ? value : JSON.stringify(value)).slice(0, 60);
  return new UserError("invalid_value", `“${label}” needs ${wanted}, not “${given}”.`, {
    next: "Correct it in the step, or change what is inserted there.",
  });
}
