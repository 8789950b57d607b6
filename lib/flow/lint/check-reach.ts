import type { Problem } from "../problem.ts";
import { type LintContext, problem } from "./context.ts";

/** Nodes that no run will ever come by. */
export function checkReach({ known, reached }: LintContext): Problem[] {
  const hasTrigger = reached.size > 0;
  return [...known.values()]
    .filter(({ node, definition }) => {
      const counts = hasTrigger && definition.trigger === undefined && !node.disabled;
      return counts && !reached.has(node.id);
    })
    .map(({ node }) =>
      problem("warning", "unreachable", `No run comes by “${node.name}”: nothing leads to it.`, {
        nodeId: node.id,
      }),
    );
}
