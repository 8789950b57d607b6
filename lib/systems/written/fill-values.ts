import { UserError } from "#lib/errors/user-error.ts";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import { type ApiCall, isObject } from "../api-call.ts";
import type { FormSchema, Operation } from "../contract.ts";
import { coerceValue } from "../request/coerce-value.ts";

/**
 * What a body's template can insert: its own fields, and those of the path, which may stand in both.
 *
 * @throws UserError `invalid_value` for a required field that is empty: its element would be left out
 */
export function fillValues(
  { parameters, defs }: Operation,
  { properties = {}, required = [] }: FormSchema,
  { values: given }: ApiCall,
  sent: Json | undefined,
): { names: string[]; values: JsonObject } {
  const own = isObject(sent) ? sent : {};
  const empty = required.find((name) => !Object.hasOwn(own, name) || own[name] === null);
  if (empty !== undefined) {
    throw new UserError("invalid_value", `“${empty}” is needed and empty.`, {
      next: "Fill it in, or check what is inserted there.",
    });
  }
  const others = parameters.flatMap(({ name, in: place, schema }): [string, Json][] => {
    const value = coerceValue(schema, given[place]?.[name], defs, name);
    return value === undefined ? [] : [[name, value]];
  });
  return {
    names: [...Object.keys(properties), ...parameters.map(({ name }) => name)],
    values: { ...Object.fromEntries(others), ...own },
  };
}
