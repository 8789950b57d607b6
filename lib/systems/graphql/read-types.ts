import {
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isInterfaceType,
  isListType,
  isObjectType,
  isRequiredArgument,
} from "graphql";
import type { GraphqlField, GraphqlType } from "./shape.ts";

/** A step keeps a copy of its operation, so what can be picked is bounded: nearest types first. */
const mostTypes = 80;
const mostCharacters = 60_000;

/** The types that an answer is made of, by name. Fields that need arguments are left out. */
export function readTypes(
  schema: GraphQLSchema,
  returned: GraphQLNamedType,
): { [name: string]: GraphqlType } {
  const found = new Map<string, GraphqlType>();
  const queue: GraphQLNamedType[] = [returned];
  let size = 0;
  for (const type of queue) {
    if (found.has(type.name) || !isComposite(type)) continue;
    if (found.size >= mostTypes || size > mostCharacters) break;
    const read = readType(schema, type);
    size += JSON.stringify(read.type).length;
    found.set(type.name, read.type);
    queue.push(...read.next);
  }
  // What is not there cannot be picked.
  const isThere = (name: string) => found.has(name);
  return Object.fromEntries(
    [...found].map(([name, { fields, possible }]) => [
      name,
      {
        fields: Object.fromEntries(
          Object.entries(fields).filter(([, field]) => !field.within || isThere(field.type)),
        ),
        ...(possible !== undefined && { possible: possible.filter(isThere) }),
      },
    ]),
  );
}

function readType(schema: GraphQLSchema, type: GraphQLNamedType) {
  const next: GraphQLNamedType[] = [];
  const fields: { [name: string]: GraphqlField } = {};
  if (isObjectType(type) || isInterfaceType(type)) {
    for (const field of Object.values(type.getFields())) {
      if (field.args.some(isRequiredArgument)) continue;
      const named = getNamedType(field.type);
      const within = isComposite(named);
      fields[field.name] = {
        type: named.name,
        ...(isListType(getNullableType(field.type)) && { list: true }),
        ...(within && { within: true }),
      };
      if (within) next.push(named);
    }
  }
  const possible = isAbstractType(type) ? schema.getPossibleTypes(type).slice(0, 20) : [];
  next.push(...possible);
  return {
    next,
    type: {
      fields,
      ...(possible.length > 0 && { possible: possible.map(({ name }) => name) }),
    } satisfies GraphqlType,
  };
}

const isComposite = (type: GraphQLNamedType): boolean => isObjectType(type) || isAbstractType(type);
