/** A field of an object: its type by name, and whether there is a list of it or something within it. */
export type GraphqlField = { type: string; list?: true; within?: true };

/** An object, interface or union, as far as its fields can be picked without arguments. */
export type GraphqlType = {
  fields: { [name: string]: GraphqlField };
  /** For interfaces and unions: what it can be, in place of which fields are picked, too. */
  possible?: string[];
};

/** What is needed to write an operation's document: complete in itself, so a step can keep it. */
export type GraphqlShape = {
  kind: "query" | "mutation";
  field: string;
  /** The arguments' types, as GraphQL writes them: `[ID!]!`. */
  args: { [name: string]: string };
  /** The name of what it answers with, and whether with a list of it. */
  returns: string;
  list?: true;
  /** What the answer is made of; what lies too deep is not there, and cannot be picked. */
  types: { [name: string]: GraphqlType };
};

/**
 * The fields that are asked for: `true` for one with nothing within it. `... on Name` picks fields of one
 * of the types that an interface or a union can be.
 */
export type GraphqlPicks = { [field: string]: true | GraphqlPicks };

export const fragmentOn = (type: string): string => `... on ${type}`;

/** The type a pick leads into; undefined when it has nothing within it. */
export function typeWithin(shape: GraphqlShape, parent: string, pick: string): string | undefined {
  if (pick.startsWith("... on ")) return pick.slice("... on ".length);
  const field = shape.types[parent]?.fields[pick];
  return field?.within === true ? field.type : undefined;
}

/** What is asked for until somebody picks: every field that has nothing within it. */
export function usualPicks(shape: GraphqlShape, type: string): GraphqlPicks {
  const fields = Object.entries(shape.types[type]?.fields ?? {});
  const plain = fields.filter(([, { within }]) => within !== true).slice(0, 100);
  return Object.fromEntries(plain.map(([name]) => [name, true as const]));
}

/** Picks as they are asked for: what cannot be picked is left out, what is empty gets the usual. */
export function completePicks(
  shape: GraphqlShape,
  type: string,
  picks: GraphqlPicks,
  depth = 0,
): GraphqlPicks {
  const complete: GraphqlPicks = {};
  for (const [name, pick] of Object.entries(picks)) {
    const inner = typeWithin(shape, type, name);
    const known = name.startsWith("... on ")
      ? shape.types[type]?.possible?.includes(inner ?? "") === true
      : Object.hasOwn(shape.types[type]?.fields ?? {}, name);
    if (!known || depth > 20) continue;
    complete[name] =
      inner === undefined
        ? true
        : completePicks(shape, inner, pick === true ? {} : pick, depth + 1);
  }
  return Object.keys(complete).length > 0 ? complete : usualPicks(shape, type);
}
