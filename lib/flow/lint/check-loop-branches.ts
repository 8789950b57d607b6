import type { Problem } from "../problem.ts";
import { type LintContext, problem } from "./context.ts";

/** Lines from a loop's branch back to the loop: each item would begin the whole list again. */
export function checkLoopBranches({ document, loops }: LintContext): Problem[] {
  const nameOf = new Map(document.nodes.map(({ id, name }) => [id, name]));
  return loops.back.map(({ id, source, target }) => {
    const loop = nameOf.get(target) ?? target;
    const message =
      source === target
        ? `“${loop}” leads back to itself for each item. Its branch just ends; what comes after the last item hangs on its other outlet.`
        : `“${nameOf.get(source) ?? source}” leads back to “${loop}”, in whose branch it lies. A branch just ends, and the next item begins by itself.`;
    return problem("error", "loop_into_itself", message, {
      nodeId: source,
      edgeId: id,
      fix: { label: "Remove the line", kind: "remove-edge", target: id },
    });
  });
}
