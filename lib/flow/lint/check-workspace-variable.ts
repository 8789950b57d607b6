import { closestName } from "#lib/template/closest-name.ts";
import type { FlowNode } from "../document.ts";
import type { Problem } from "../problem.ts";
import { type LintContext, problem } from "./context.ts";

/** Steps that hand on what they are given: to a visitor, to whoever called, to later steps. */
const telling = new Set(["conversation", "respond", "set-variables", "stop", "sub-flow"]);

/**
 * A variable of the workspace: that it exists, and that a secret one is not put where it would be
 * told; there, `[redacted]` stands in its place.
 */
export function checkWorkspaceVariable(
  { workspaceVariables, known }: LintContext,
  { node, path }: { node: FlowNode; path: string },
  name: string | undefined,
): Problem[] {
  if (workspaceVariables === undefined) return [];
  const at = { nodeId: node.id, field: path };
  const category = known.get(node.id)?.definition.category ?? "";
  const tells = telling.has(category) || telling.has(node.type);
  if (name === undefined) {
    const any = workspaceVariables.some(({ secret }) => secret);
    return tells && any ? [toldSecret(node, "the workspace's secrets", at)] : [];
  }
  const variable = workspaceVariables.find((one) => one.name === name);
  if (variable === undefined) {
    const meant = closestName(
      name,
      workspaceVariables.map((one) => one.name),
    );
    const hint = meant === undefined ? "" : ` Did you mean “${meant}”?`;
    const message = `“${node.name}” uses the workspace variable “${name}”, which does not exist.${hint}`;
    return [problem("error", "unknown_variable", message, at)];
  }
  return variable.secret && tells ? [toldSecret(node, `the secret “${name}”`, at)] : [];
}

function toldSecret(node: FlowNode, what: string, at: { nodeId: string; field: string }): Problem {
  return problem(
    "warning",
    "secret_told",
    `“${node.name}” hands on ${what}. Secrets are told to nobody: “[redacted]” stands in its place.`,
    at,
  );
}
