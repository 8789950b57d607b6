import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import type { FlowDocument, FlowNode } from "#lib/flow/document.ts";
import { graphOf, reachableFrom } from "#lib/flow/graph.ts";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import { visitSettings } from "#lib/flow/lint/visit-settings.ts";
import { definitionOf } from "#lib/nodes/catalog.ts";
import type { StepView } from "#lib/runs/events.ts";
import { compileTemplate } from "#lib/template/compile-template.ts";
import { readPath } from "#lib/template/read-path.ts";
import { variableGroups } from "../inspector/variable-groups.ts";
import type { GivenValues } from "../store/contract.ts";

type Options = {
  /** The newest result of each step, whichever run it came from. */
  latest: { [nodeId: string]: StepView };
  /** The steps of the run that is gone on from; empty when there is none. */
  steps: readonly StepView[];
  /** What the trigger delivers when there is no such run. */
  payload?: Json | undefined;
};

/**
 * What a single step can run with. `given` holds what the run it goes on from lacks: pinned outputs,
 * results of other runs, samples. `missing` names the values that the step uses and nothing has, in
 * words for the person who wants to run it.
 */
export function stepValues(
  document: FlowDocument,
  nodeId: string,
  { latest, steps, payload }: Options,
): { given: GivenValues; missing: string[] } {
  const node = document.nodes.find(({ id }) => id === nodeId);
  if (node === undefined) return { given: { nodes: {}, vars: {} }, missing: [] };
  const groups = new Map(
    variableGroups(document, nodeId, latest).map(({ root, value }) => [root, value]),
  );
  const given: GivenValues = { nodes: {}, vars: {} };
  const nodes: JsonObject = {};
  const done = steps.filter(({ state }) => state === "succeeded" || state === "pinned");
  const ran = new Map(done.map((step) => [step.nodeId, step.output]));
  let trigger = groups.get("trigger");
  for (const other of document.nodes) {
    const isTrigger = definitionOf(other.type)?.trigger !== undefined;
    const pinned = other.pinned?.output;
    if (isTrigger && pinned !== undefined && !isSame(ran.get(other.id), pinned)) {
      given.trigger = pinned;
    }
    if (isTrigger && pinned === undefined && payload !== undefined) trigger = payload;
    const value = isTrigger ? (pinned ?? trigger) : groups.get(`nodes.${other.key}`);
    if (value === undefined) continue;
    nodes[other.key] = value;
    const has = pinned === undefined ? ran.has(other.id) : isSame(ran.get(other.id), pinned);
    if (!has) given.nodes[other.key] = value;
  }
  const vars = objectOf(groups.get("vars"));
  const written = new Set(done.flatMap((step) => Object.keys(step.vars ?? {})));
  const initial = new Map(document.variables.map((each) => [each.name, each.initial]));
  for (const [name, value] of Object.entries(vars)) {
    // What a variable starts with the run knows itself.
    const starts = initial.has(name) && isSame(initial.get(name), value);
    if (!written.has(name) && !starts) given.vars[name] = value;
  }
  const scope = {
    ...{ nodes, vars, trigger: trigger ?? null },
    contact: objectOf(groups.get("contact")),
    run: { id: "", startedAt: "" },
  };
  const missing = textsOf(node).flatMap((text) => missingIn(text, scope));
  const named = missing.map((path) => nameOf(path, document));
  return { given, missing: [...new Set(named)] };
}

/** Whether running a step, or all from it on, writes to a visitor. */
export function talksToVisitor(
  document: FlowDocument,
  nodeId: string,
  onlyThisStep: boolean,
): boolean {
  const reached = onlyThisStep ? new Set([nodeId]) : reachableFrom(graphOf(document), [nodeId]);
  return document.nodes.some(
    ({ id, type, disabled, pinned }) =>
      reached.has(id) && !disabled && pinned === null && definitionOf(type)?.needsChat === true,
  );
}

function textsOf(node: FlowNode): string[] {
  const definition = definitionOf(node.type);
  if (definition === undefined) return [];
  return visitSettings(node, definition).flatMap(({ field, value }) =>
    field.templated && typeof value === "string" && value.includes("{") ? [value] : [],
  );
}

/** The paths a text uses that lead nowhere; none when it can do without them, as with a default. */
function missingIn(text: string, scope: JsonObject): string[][] {
  let references: string[][] = [];
  try {
    const template = compileTemplate(text);
    references = template.references;
    template.render(scope);
    return [];
  } catch (error) {
    // What is wrong with the text itself is for the problems panel, and for the run to say.
    if (!isPatchbayError(error) || error.code !== "template_unknown_variable") return [];
    return references.filter((path) => !isKnown(scope, path));
  }
}

function isKnown(scope: JsonObject, path: readonly string[]): boolean {
  try {
    readPath(scope, path);
    return true;
  } catch {
    return false;
  }
}

function nameOf([root = "", name = "", ...rest]: string[], { nodes }: FlowDocument): string {
  if (root === "vars") return `the variable “${name}”`;
  if (root === "nodes") {
    const step = `“${nodes.find(({ key }) => key === name)?.name ?? name}”`;
    return rest.length === 0 ? `the output of ${step}` : `“${rest.join(".")}” of ${step}`;
  }
  return `“${[name, ...rest].filter(Boolean).join(".")}” of the ${root}`;
}

function isSame(a: Json | undefined, b: Json): boolean {
  return a !== undefined && JSON.stringify(a) === JSON.stringify(b);
}

function objectOf(value: Json | undefined): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}
