import type { FlowNode } from "#lib/flow/document.ts";
import type { Problem } from "#lib/flow/problem.ts";

/**
 * A node's problems by field. The inspector shows them beside the field, so their sentences lose
 * what is plain there: the node's and the field's name.
 */
export function localProblems(
  problems: readonly Problem[],
  node: FlowNode,
): ReadonlyMap<string, Problem[]> {
  const byField = new Map<string, Problem[]>();
  for (const problem of problems) {
    if (problem.nodeId !== node.id || problem.field === null) continue;
    const local = { ...problem, message: shorten(problem, node) };
    byField.set(problem.field, [...(byField.get(problem.field) ?? []), local]);
  }
  return byField;
}

function shorten({ code, message }: Problem, node: FlowNode): string {
  if (code === "missing_setup") return "Needed before the flow can be published.";
  const name = `“${node.name}”`;
  const rest = message
    .replace(`${name}: `, "")
    .replace(` of ${name}`, "")
    .replace(new RegExp(`^${literally(name)} `), "This field ");
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

/** The text as a pattern that matches just it. */
function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
