import { reachableFrom } from "../graph.ts";
import type { Problem } from "../problem.ts";
import { type LintContext, problem } from "./context.ts";

/** Nodes that no run will ever come by; only the first of each such stretch is named. */
export function checkReach({ document, graph, known, reached }: LintContext): Problem[] {
  if (reached.size === 0) return [];
  const lost = document.nodes.filter(({ id, disabled }) => {
    const isTrigger = known.get(id)?.definition.trigger !== undefined;
    return known.has(id) && !isTrigger && !disabled && !reached.has(id);
  });
  // Nodes that nothing leads to come first; a circle that nothing leads to has none of those.
  const heads = lost.filter(({ id }) => !graph.incoming.has(id));
  const covered = reachableFrom(
    graph,
    heads.map(({ id }) => id),
  );
  for (const node of lost) {
    if (covered.has(node.id)) continue;
    heads.push(node);
    for (const id of reachableFrom(graph, [node.id])) covered.add(id);
  }
  return heads.map(({ id, name }) => {
    const followers = reachableFrom(graph, [id]).size - 1;
    const rest =
      followers === 0
        ? ""
        : followers === 1
          ? " The step after it waits in vain."
          : ` The ${followers} steps after it wait in vain.`;
    const message = `No run comes by “${name}”: nothing leads to it.${rest}`;
    return problem("warning", "unreachable", message, { nodeId: id });
  });
}
