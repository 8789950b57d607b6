import type { Problem } from "../problem.ts";
import { type LintContext, problem } from "./context.ts";

/** Nodes this installation does not have, such as those pasted from a newer one. */
export function checkTypes({ document, known }: LintContext): Problem[] {
  return document.nodes
    .filter(({ id }) => !known.has(id))
    .map((node) =>
      problem(
        "error",
        "unknown_node_type",
        `This version of Patchbay has no node called “${node.type}”, which “${node.name}” needs.`,
        {
          nodeId: node.id,
          fix: { label: "Remove the node", kind: "remove-node", target: node.id },
        },
      ),
    );
}
