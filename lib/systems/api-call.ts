import type { Json, JsonObject } from "#lib/flow/json.ts";
import type { FormSchema, Operation, Place } from "./contract.ts";
import type { GraphqlPicks } from "./graphql/shape.ts";

/** What a step keeps of a call: the operation as it was chosen, and what was filled in. */
export type ApiCall = {
  systemId: string;
  operation: Operation | null;
  values: { [place in Place]?: JsonObject } & { body?: Json };
  /** The body's media type; empty: the first that the operation takes. */
  contentType: string;
  /** The body as JSON text, in place of its fields; null: the fields. */
  rawBody: string | null;
  /** Of GraphQL, the fields that are asked for; not there: the usual ones. */
  picks?: GraphqlPicks;
};

export const emptyCall: ApiCall = {
  ...{ systemId: "", operation: null, values: {}, contentType: "", rawBody: null },
};

/** One of several schemas, chosen by its place in the list. */
export type Choice = { $choice: number; value: Json };

/** A stored setting as a call; what cannot be read is empty. */
export function readCall(value: unknown): ApiCall {
  if (!isObject(value)) return emptyCall;
  const { systemId, operation, values, contentType, rawBody } = value;
  return {
    systemId: typeof systemId === "string" ? systemId : "",
    operation: isOperation(operation) ? operation : null,
    values: isObject(values) ? values : {},
    contentType: typeof contentType === "string" ? contentType : "",
    rawBody: typeof rawBody === "string" ? rawBody : null,
    ...(isObject(value.picks) && { picks: value.picks as GraphqlPicks /* read with its schema */ }),
  };
}

/** What is sent for a body: its media type, schema and encodings. */
export function bodyContent({ operation, contentType }: ApiCall) {
  const contents = operation?.body?.contents ?? [];
  return contents.find(({ type }) => type === contentType) ?? preferred(contents);
}

function preferred<T extends { type: string }>(contents: readonly T[]): T | undefined {
  return contents.find(({ type }) => isJsonType(type)) ?? contents[0];
}

export const isJsonType = (type: string): boolean => /[/+]json\b/i.test(type);
export const isXmlType = (type: string): boolean => /[/+]xml\b/i.test(type);

/** A schema with what it refers to; the note beside a reference goes before the shared one. */
export function resolveSchema(schema: FormSchema, defs: Operation["defs"]): FormSchema {
  let found = schema;
  for (let hops = 0; found.ref !== undefined && hops < 10; hops++) {
    const { ref, ...notes } = found;
    found = { ...(Object.hasOwn(defs, ref) ? defs[ref] : { type: "any" }), ...notes };
  }
  return found;
}

export function isChoice(value: unknown): value is Choice {
  return isObject(value) && typeof value.$choice === "number";
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Nothing was filled in: an empty text, or a group or list of nothing but these. */
export function isBlank(value: Json | undefined): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === "string") return value.trim() === "";
  if (Array.isArray(value)) return value.every(isBlank);
  if (isChoice(value)) return false;
  return typeof value === "object" && Object.values(value).every(isBlank);
}

function isOperation(value: unknown): value is Operation {
  return (
    isObject(value) &&
    [value.key, value.method, value.path, value.server].every((one) => typeof one === "string") &&
    Array.isArray(value.parameters) &&
    Array.isArray(value.answers) &&
    isObject(value.defs)
  );
}
