import type { Json } from "#lib/flow/json.ts";
import { bodyContent, isBlank, isChoice, isObject, readCall, resolveSchema } from "./api-call.ts";
import type { FormSchema, Operation } from "./contract.ts";

export type Missing = { path: string; label: string };

/** What an operation needs and a step does not fill in, by its path within the setting. */
export function missingValues(setting: unknown): Missing[] {
  const call = readCall(setting);
  const { operation, values, rawBody } = call;
  if (operation === null) return [];
  const missing = operation.parameters
    .filter(({ name, in: place, required }) => required && isBlank(values[place]?.[name]))
    .map(({ name, in: place }) => ({ path: `values.${place}.${name}`, label: name }));
  const { body, defs } = operation;
  const content = bodyContent(call);
  if (body === undefined || content === undefined) return missing;
  if (rawBody !== null) {
    if (body.required && rawBody.trim() === "") missing.push({ path: "rawBody", label: "Body" });
    return missing;
  }
  // An optional body that nothing was filled in of is not sent.
  if (!body.required && isBlank(values.body)) return missing;
  return [...missing, ...within(content.schema, values.body, defs, "values.body", "Body")];
}

function within(
  schema: FormSchema,
  value: Json | undefined,
  defs: Operation["defs"],
  path: string,
  label: string,
): Missing[] {
  const { properties, required, choices, type } = resolveSchema(schema, defs);
  if (choices !== undefined && isChoice(value)) {
    const chosen = choices[value.$choice];
    return chosen === undefined ? [] : within(chosen, value.value, defs, path, label);
  }
  if (properties !== undefined && (value === undefined || isObject(value))) {
    return Object.entries(properties).flatMap(([name, property]) => {
      const inner = isObject(value) ? value[name] : undefined;
      const needed = required?.includes(name) === true;
      if (!needed && isBlank(inner)) return [];
      return within(property, inner, defs, `${path}.${name}`, name);
    });
  }
  // A list may be empty.
  return isBlank(value) && type !== "array" && type !== "object" ? [{ path, label }] : [];
}
