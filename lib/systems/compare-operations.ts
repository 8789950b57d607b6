import type { Change, FormSchema, Operation } from "./contract.ts";

/** What is different between two descriptions of a system, by operation; without the flows. */
export function compareOperations(
  before: readonly Operation[],
  after: readonly Operation[],
): Omit<Change, "flows">[] {
  const old = new Map(before.map((operation) => [operation.key, operation]));
  const now = new Set(after.map(({ key }) => key));
  const changes: Omit<Change, "flows">[] = [];
  for (const operation of after) {
    const earlier = old.get(operation.key);
    const at = { key: operation.key, title: titleOf(operation) };
    if (earlier === undefined) changes.push({ ...at, kind: "added", details: [] });
    else if (earlier.hash !== operation.hash) {
      changes.push({ ...at, kind: "changed", details: differences(earlier, operation) });
    }
  }
  for (const operation of before) {
    if (now.has(operation.key)) continue;
    changes.push({ key: operation.key, title: titleOf(operation), kind: "removed", details: [] });
  }
  return changes;
}

function titleOf({ method, path, summary, graphql }: Operation): string {
  if (graphql !== undefined) return `${summary} (${graphql.kind} ${graphql.field})`;
  const called = `${method} ${path}`.trim();
  return summary === "" ? called : `${summary} (${called})`;
}

function differences(before: Operation, after: Operation): string[] {
  const told: string[] = [];
  if (`${before.method} ${before.path}` !== `${after.method} ${after.path}`) {
    told.push(`It is ${after.method} ${after.path} now.`);
  }
  if (before.server !== after.server) told.push(`It is reached at ${after.server} now.`);
  told.push(...fieldDifferences(inputsOf(before), inputsOf(after)));
  told.push(...answerDifferences(before, after), ...writtenDifferences(before, after));
  if (after.deprecated === true && before.deprecated !== true) told.push("It is deprecated now.");
  return told.length === 0 ? ["Its wording, limits or answers."] : told.slice(0, 20);
}

/** Of GraphQL: fields on the answer's first level. */
function answerDifferences(before: Operation, after: Operation): string[] {
  const [old, now] = [before, after].map(({ graphql }) =>
    Object.keys(graphql?.types[graphql.returns]?.fields ?? {}),
  );
  return [
    ...(now ?? [])
      .filter((name) => !old?.includes(name))
      .map((name) => `The answer’s field “${name}” is new.`),
    ...(old ?? [])
      .filter((name) => !now?.includes(name))
      .map((name) => `The answer’s field “${name}” is gone.`),
  ];
}

/** Of what was described by hand. */
function writtenDifferences({ written: before }: Operation, { written: after }: Operation) {
  if (before === undefined || after === undefined) return [];
  return [
    ...(before.format === after.format ? [] : ["It is sent in another format."]),
    ...(before.action === after.action ? [] : [`Its SOAP action is “${after.action}” now.`]),
    ...(before.body === after.body ? [] : ["The template of its body is another one."]),
  ];
}

type Input = { label: string; required: boolean; type: string };

function fieldDifferences(before: Map<string, Input>, after: Map<string, Input>): string[] {
  const told: string[] = [];
  for (const [key, input] of after) {
    const earlier = before.get(key);
    if (earlier === undefined) {
      told.push(`${input.label} is new, ${input.required ? "required" : "optional"}.`);
    } else if (earlier.required !== input.required) {
      told.push(`${input.label} is ${input.required ? "required" : "optional"} now.`);
    } else if (earlier.type !== input.type) {
      told.push(`${input.label} is of another type: ${input.type}, was ${earlier.type}.`);
    }
  }
  for (const [key, input] of before) if (!after.has(key)) told.push(`${input.label} is gone.`);
  return told;
}

/** Parameters, and the body's fields on its first level. */
function inputsOf({ parameters, body, defs, graphql }: Operation): Map<string, Input> {
  const inputs = new Map<string, Input>();
  for (const { name, in: place, required, schema } of parameters) {
    const type = typeOf(schema, defs);
    inputs.set(`${place} ${name}`, { label: `The ${place} parameter “${name}”`, required, type });
  }
  const what = graphql === undefined ? "The body’s field" : "The argument";
  const schema = body?.contents[0]?.schema;
  const root = schema === undefined ? undefined : resolved(schema, defs);
  for (const [name, property] of Object.entries(root?.properties ?? {})) {
    const required = root?.required?.includes(name) === true;
    const type = typeOf(property, defs);
    inputs.set(`body ${name}`, { label: `${what} “${name}”`, required, type });
  }
  return inputs;
}

function typeOf(schema: FormSchema, defs: Operation["defs"]): string {
  const { type, choices } = resolved(schema, defs);
  return choices === undefined ? (type ?? "any") : "one of several";
}

function resolved(schema: FormSchema, defs: Operation["defs"]): FormSchema {
  return schema.ref === undefined ? schema : { ...defs[schema.ref], ...schema };
}
