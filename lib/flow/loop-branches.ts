import type { FlowDocument, FlowEdge, FlowNode } from "./document.ts";
import { graphOf } from "./graph.ts";

export type LoopBranches = {
  /** The loops in whose branch a node lies, by node id, the innermost first. */
  around: ReadonlyMap<string, readonly string[]>;
  /** Lines by which a branch leads back to its own loop. */
  back: readonly FlowEdge[];
};

/**
 * Which nodes lie in the branch of which loop. A branch is everything that its outlet leads to, up
 * to the loop itself; a loop that is switched off has none.
 *
 * @param outletOf the outlet that a node runs for each of its items, as its definition says
 */
export function loopBranches(
  document: Pick<FlowDocument, "nodes" | "edges">,
  outletOf: (node: FlowNode) => string | undefined,
): LoopBranches {
  const { outgoing } = graphOf(document);
  const around = new Map<string, string[]>();
  const back = new Set<FlowEdge>();
  for (const loop of document.nodes) {
    const outlet = loop.disabled ? undefined : outletOf(loop);
    if (outlet === undefined) continue;
    const inside = new Set<string>();
    const edges = (outgoing.get(loop.id) ?? []).filter(({ sourcePort }) => sourcePort === outlet);
    for (let edge = edges.pop(); edge !== undefined; edge = edges.pop()) {
      if (edge.target === loop.id) back.add(edge);
      else if (!inside.has(edge.target)) {
        inside.add(edge.target);
        edges.push(...(outgoing.get(edge.target) ?? []));
      }
    }
    for (const id of inside) around.set(id, [...(around.get(id) ?? []), loop.id]);
  }
  // The more loops one lies within, the further inside it is.
  const depth = (id: string) => around.get(id)?.length ?? 0;
  for (const loops of around.values()) loops.sort((a, b) => depth(b) - depth(a));
  return { around, back: [...back] };
}
