import type { FlowDocument } from "./document.ts";
import { checkConnections } from "./lint/check-connections.ts";
import { checkCopies } from "./lint/check-copies.ts";
import { checkEdges } from "./lint/check-edges.ts";
import { checkLoopBranches } from "./lint/check-loop-branches.ts";
import { checkLoops } from "./lint/check-loops.ts";
import { checkReach } from "./lint/check-reach.ts";
import { checkSchemas } from "./lint/check-schemas.ts";
import { checkSecrets } from "./lint/check-secrets.ts";
import { checkSettings } from "./lint/check-settings.ts";
import { checkTemplates } from "./lint/check-templates.ts";
import { checkTriggers } from "./lint/check-triggers.ts";
import { checkTypes } from "./lint/check-types.ts";
import { createLintContext, type LintDefinition, type LintOptions } from "./lint/context.ts";
import type { Problem } from "./problem.ts";

/**
 * Everything in a flow that needs attention, errors first, each in the document's order. It knows
 * nodes only through `definitionOf` and `portsOf`; without `connections` it cannot tell whether a
 * chosen connection exists, and does not try.
 */
export function lint<D extends LintDefinition>(
  document: FlowDocument,
  options: LintOptions<D>,
): Problem[] {
  const context = createLintContext(document, options);
  const problems = [
    checkTriggers,
    checkTypes,
    checkSettings,
    checkConnections,
    checkCopies,
    checkTemplates,
    checkEdges,
    checkReach,
    checkLoops,
    checkLoopBranches,
    checkSecrets,
  ].flatMap((check) => check(context));
  problems.push(...checkSchemas(context, problems));
  const place = new Map(document.nodes.map((node, index) => [node.id, index]));
  const rank = (problem: Problem) =>
    (problem.severity === "error" ? 0 : 10_000) +
    (problem.nodeId === null ? -1 : (place.get(problem.nodeId) ?? 0));
  return problems.sort((a, b) => rank(a) - rank(b));
}
