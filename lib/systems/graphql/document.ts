import { completePicks, type GraphqlPicks, type GraphqlShape } from "./shape.ts";

/**
 * The document of an operation (GraphQL, October 2021, 2.3): the arguments that are given as variables,
 * never in its text, and the fields that were picked.
 */
export function documentOf(
  shape: GraphqlShape,
  given: readonly string[],
  picks: GraphqlPicks | null,
): string {
  const args = given.filter((name) => Object.hasOwn(shape.args, name));
  const declared = args.map((name) => `$${name}: ${shape.args[name]}`).join(", ");
  const passed = args.map((name) => `${name}: $${name}`).join(", ");
  const head = `${shape.kind} ${shape.field}${declared === "" ? "" : `(${declared})`}`;
  const field = `${shape.field}${passed === "" ? "" : `(${passed})`}`;
  const isPlain = !Object.hasOwn(shape.types, shape.returns);
  const selection = isPlain
    ? ""
    : ` ${selectionOf(completePicks(shape, shape.returns, picks ?? {}), "  ")}`;
  return `${head} {\n  ${field}${selection}\n}\n`;
}

function selectionOf(picks: GraphqlPicks, indent: string): string {
  const inner = `${indent}  `;
  const lines = Object.entries(picks).map(([name, pick]) =>
    pick === true ? `${inner}${name}` : `${inner}${name} ${selectionOf(pick, inner)}`,
  );
  // A type without plain fields still has to be asked for something.
  if (lines.length === 0) lines.push(`${inner}__typename`);
  return `{\n${lines.join("\n")}\n${indent}}`;
}
