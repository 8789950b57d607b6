import type { Json, JsonObject } from "#lib/flow/json.ts";
import { type ApiCall, bodyContent, emptyCall, resolveSchema } from "./api-call.ts";
import type { FormSchema, Operation } from "./contract.ts";

/** A call with every required value filled in: the description's example, else one by its schema. */
export function exampleCall(operation: Operation): ApiCall {
  const { parameters, defs } = operation;
  const call: ApiCall = { ...emptyCall, operation };
  const values: ApiCall["values"] = {};
  for (const { name, in: place, required, schema, example } of parameters) {
    if (!required && !isTelling(schema, defs)) continue;
    const given = example ?? exampleOf(schema, defs, 0);
    values[place] = { ...values[place], [name]: given };
  }
  const content = bodyContent(call);
  if (operation.body !== undefined && content !== undefined) {
    values.body = content.example ?? exampleOf(content.schema, defs, 0);
  }
  return { ...call, values };
}

/** Lists and objects in parameters are where styles matter: these are filled in though optional. */
function isTelling(schema: FormSchema, defs: Operation["defs"]): boolean {
  const { type } = resolveSchema(schema, defs);
  return type === "array" || type === "object";
}

function exampleOf(given: FormSchema, defs: Operation["defs"], depth: number): Json {
  const schema = resolveSchema(given, defs);
  const { type, choices, items, properties, required } = schema;
  const told = schema.example ?? schema.default ?? schema.enum?.find((one) => one !== null);
  if (told !== undefined && told !== null) return told;
  if (choices !== undefined) {
    const first = choices[0] ?? {};
    return { $choice: 0, value: exampleOf(first, defs, depth + 1) };
  }
  if (type === "array") {
    return depth > 6 ? [] : [exampleOf(items ?? {}, defs, depth + 1)];
  }
  if (type === "object") {
    const filled: JsonObject = {};
    // A form cannot write an object that holds nothing.
    const first = depth > 0 ? Object.keys(properties ?? {}).slice(0, 1) : [];
    for (const name of required ?? (depth > 4 ? [] : first)) {
      filled[name] = exampleOf(properties?.[name] ?? {}, defs, depth + 1);
    }
    return filled;
  }
  if (type === "integer" || type === "number") return schema.minimum ?? 1;
  if (type === "boolean") return true;
  return textOf(schema);
}

function textOf({ format, minLength = 1, pattern }: FormSchema): string {
  if (format === "date-time") return "2026-03-02T09:30:00Z";
  if (format === "date") return "2026-03-02";
  if (format === "uri") return "https://example.com/";
  if (format === "email") return "ada@example.com";
  if (format === "uuid") return "5f0f2a3e-9c1b-4d0e-8a37-6d2f1b8c4e90";
  if (pattern !== undefined && /0-9a-f|a-f0-9|A-Fa-f/.test(pattern)) return "a".repeat(40);
  return "a".repeat(Math.max(minLength, 3));
}
