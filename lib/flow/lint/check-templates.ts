import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import { closestName } from "#lib/template/closest-name.ts";
import { compileTemplate } from "#lib/template/compile-template.ts";
import type { FlowNode } from "../document.ts";
import { reachableFrom, upstreamOf } from "../graph.ts";
import type { Json } from "../json.ts";
import type { Problem } from "../problem.ts";
import { checkLocal } from "./check-local.ts";
import { checkWorkspaceVariable } from "./check-workspace-variable.ts";
import { type LintContext, problem } from "./context.ts";
import { isObject, type Setting, visitSettings } from "./visit-settings.ts";

const roots = ["nodes", "vars", "trigger", "contact", "workspace", "run", "loop"];

/** What there is to know of a loop's round. */
const loopNames = ["item", "index", "count"];

type Place = { node: FlowNode; path: string };

/** Texts with `{{ }}`: that they can be read, and that what they name exists and comes before. */
export function checkTemplates(context: LintContext): Problem[] {
  const variables = knownVariables(context);
  return [...context.known.values()].flatMap(({ node, definition }) => {
    if (node.disabled) return [];
    const texts = visitSettings(node, definition).flatMap(textsOf);
    let upstream: ReadonlySet<string> | undefined;
    return texts.flatMap(({ path, text }) =>
      referencesOf({ node, path }, text).flatMap((read) => {
        if (!Array.isArray(read)) return [read];
        upstream ??= upstreamOf(context.graph, node.id);
        return checkReference(context, variables, upstream, { node, path }, read);
      }),
    );
  });
}

function textsOf({ path, field, value }: Setting): { path: string; text: string }[] {
  if (field.kind === "rules") return deepTexts(value, path);
  if (field.kind === "api-call") {
    if (!isObject(value)) return [];
    const { values = null, rawBody = null } = value;
    return [...deepTexts(values, `${path}.values`), ...deepTexts(rawBody, `${path}.rawBody`)];
  }
  if (!field.templated || typeof value !== "string") return [];
  return value.includes("{{") || value.includes("{%") ? [{ path, text: value }] : [];
}

function deepTexts(value: Json | undefined, path: string): { path: string; text: string }[] {
  if (typeof value === "string") return value.includes("{") ? [{ path, text: value }] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => deepTexts(child, `${path}.${key}`));
}

/** The paths a text uses, or the problem that it cannot be read. */
function referencesOf({ node, path }: Place, text: string): (string[] | Problem)[] {
  try {
    return compileTemplate(text).references;
  } catch (error) {
    const reason = isPatchbayError(error) ? error.message : "The template cannot be read.";
    const code = isPatchbayError(error) ? error.code : "template_syntax";
    return [problem("error", code, `“${node.name}”: ${reason}`, { nodeId: node.id, field: path })];
  }
}

function checkReference(
  context: LintContext,
  variables: ReadonlySet<string>,
  upstream: ReadonlySet<string>,
  { node, path }: Place,
  [root = "", name]: string[],
): Problem[] {
  const { document, graph, reached, loops } = context;
  const at = { nodeId: node.id, field: path };
  if (root === "workspace") return checkWorkspaceVariable(context, { node, path }, name);
  const local = checkLocal(context, node, [root, name]);
  if (local !== undefined)
    return local === "" ? [] : [problem("error", "unknown_variable", local, at)];
  if (!roots.includes(root)) {
    const meant = variables.has(root) ? `vars.${root}` : closestName(root, roots);
    const message = `“${node.name}” uses “${root}”, which does not exist.${hint(meant)}`;
    return [problem("error", "unknown_variable", message, at)];
  }
  if (root === "loop" && !loops.around.has(node.id)) {
    const message = `“${node.name}” uses “loop”, which is there only in a branch that runs for each item.`;
    return [problem("error", "unknown_variable", message, at)];
  }
  if (root === "loop" && name !== undefined && !loopNames.includes(name)) {
    const message = `“${node.name}” uses “loop.${name}”, which does not exist: there are item, index and count.${hint(closestName(name, loopNames))}`;
    return [problem("error", "unknown_variable", message, at)];
  }
  if (root === "vars" && name !== undefined && !variables.has(name)) {
    const message = `“${node.name}” uses the variable “${name}”, which nothing sets.${hint(closestName(name, [...variables]))}`;
    const fix = isVariableName(name)
      ? { label: `Add “${name}”`, kind: "declare-variable" as const, target: name }
      : null;
    return [problem("error", "unknown_variable", message, { ...at, fix })];
  }
  if (root !== "nodes" || name === undefined) return [];
  const other = document.nodes.find(({ key }) => key === name);
  if (other === undefined) {
    const keys = document.nodes.map(({ key }) => key);
    const message = `“${node.name}” uses a step called “${name}”, which does not exist.${hint(closestName(name, keys))}`;
    return [problem("error", "unknown_node", message, at)];
  }
  if (loops.around.get(node.id)?.includes(other.id)) {
    const message = `“${node.name}” uses the result of “${other.name}”, which is there only after the last item. Within the branch, use “loop.item”.`;
    return [problem("warning", "not_before", message, at)];
  }
  if (!reached.has(node.id) || upstream.has(other.id)) return [];
  const never = !reachableFrom(graph, [other.id]).has(node.id);
  const message = `“${node.name}” uses the result of “${other.name}”, which does not come before it.`;
  return never ? [problem("warning", "not_before", message, at)] : [];
}

/** Declared variables, and those that a node's settings save to. */
function knownVariables({ document, known }: LintContext): Set<string> {
  const names = new Set(document.variables.map(({ name }) => name));
  for (const { node, definition } of known.values()) {
    for (const { field, value } of visitSettings(node, definition)) {
      if (field.kind === "variable" && typeof value === "string" && value !== "") names.add(value);
    }
  }
  return names;
}

function isVariableName(name: string): boolean {
  return (
    /^[a-zA-Z][a-zA-Z0-9_]{0,39}$/.test(name) && name !== "constructor" && name !== "prototype"
  );
}

function hint(meant: string | undefined): string {
  return meant === undefined ? "" : ` Did you mean “${meant}”?`;
}
