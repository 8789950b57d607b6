import { createHash } from "node:crypto";
import {
  buildClientSchema,
  buildSchema,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  type IntrospectionQuery,
  isListType,
  isNonNullType,
  isRequiredArgument,
} from "graphql";
import { UserError } from "#lib/errors/user-error.ts";
import type { Description, FormSchema, Operation } from "../contract.ts";
import { InputReader } from "./input-schema.ts";
import { readTypes } from "./read-types.ts";

const mostOperations = 5_000;

/**
 * Reads a GraphQL schema: the answer to an introspection query (JSON), or the schema definition language.
 * Every field of its query and mutation types becomes an operation.
 *
 * @throws UserError `not_a_description`
 */
export async function readSchema(input: { text: string; url: string }): Promise<Description> {
  const schema = parse(input.text);
  const roots = [
    { kind: "query" as const, tag: "Queries", type: schema.getQueryType() },
    { kind: "mutation" as const, tag: "Mutations", type: schema.getMutationType() },
  ];
  const operations = roots.flatMap(({ kind, tag, type }) =>
    Object.values(type?.getFields() ?? {}).map((field) => ({
      tag,
      operation: readOperation(schema, kind, field, input.url),
    })),
  );
  if (operations.length === 0) throw refused("The schema has nothing to query or to change.");
  return {
    ...{ title: titleOf(input.url), version: "", format: "GraphQL", server: input.url },
    ...{ flaws: [], connectionKinds: [], operations: operations.slice(0, mostOperations) },
  };
}

function readOperation(
  schema: GraphQLSchema,
  kind: "query" | "mutation",
  field: GraphQLField<unknown, unknown>,
  server: string,
): Operation {
  const inputs = new InputReader();
  const properties = Object.fromEntries(
    field.args.map((arg) => [arg.name, argumentSchema(inputs, arg)]),
  );
  const required = field.args.filter(isRequiredArgument).map(({ name }) => name);
  const returned = getNamedType(field.type);
  const isList = isListType(getNullableType(field.type));
  const bare: Omit<Operation, "hash"> = {
    key: `${kind}.${field.name}`,
    ...{ method: "POST", path: "", server, summary: wordsOf(field.name) },
    ...(field.description && { help: field.description.slice(0, 500) }),
    ...(field.deprecationReason != null && { deprecated: true as const }),
    parameters: [],
    ...(field.args.length > 0 && {
      body: {
        required: required.length > 0,
        contents: [
          { type: "application/json", schema: { type: "object" as const, properties, required } },
        ],
      },
    }),
    defs: inputs.defs,
    answers: [],
    connectionKinds: [],
    graphql: {
      ...{ kind, field: field.name, returns: returned.name },
      ...(isList && { list: true as const }),
      args: Object.fromEntries(field.args.map(({ name, type }) => [name, String(type)])),
      types: readTypes(schema, returned),
    },
  };
  const hash = createHash("sha256").update(JSON.stringify(bare)).digest("hex").slice(0, 32);
  return { ...bare, hash };
}

function argumentSchema(inputs: InputReader, arg: GraphQLArgument): FormSchema {
  const type = isNonNullType(arg.type) ? arg.type.ofType : arg.type;
  return {
    ...inputs.read(type),
    ...(arg.description && { help: arg.description.slice(0, 300) }),
  };
}

function parse(text: string): GraphQLSchema {
  const trimmed = text.trim();
  try {
    if (!trimmed.startsWith("{")) return buildSchema(trimmed, { assumeValidSDL: true });
    const raw = JSON.parse(trimmed) as { data?: IntrospectionQuery } & Partial<IntrospectionQuery>;
    const introspection = raw.data ?? raw;
    if (introspection.__schema === undefined) {
      throw refused("The text is JSON, and not the answer to an introspection query.");
    }
    return buildClientSchema({ __schema: introspection.__schema }, { assumeValid: true });
  } catch (error) {
    if (error instanceof UserError) throw error;
    const why = error instanceof Error ? error.message.split("\n", 1)[0] : "";
    throw refused(`This is no GraphQL schema: ${why?.slice(0, 200)}`);
  }
}

/** `addToCart` → "Add to cart". */
function wordsOf(name: string): string {
  const words = name
    .replaceAll("_", " ")
    .replaceAll(/([a-z\d])([A-Z])/g, (_, before, after) => `${before} ${after.toLowerCase()}`)
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const titleOf = (url: string): string => URL.parse(url)?.host ?? "A GraphQL system";

function refused(message: string): UserError {
  return new UserError("not_a_description", message, {
    next: "Use the answer to an introspection query (JSON), or the schema definition language.",
  });
}
