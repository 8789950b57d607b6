import type { FlowDocument, FlowEdge } from "./document.ts";

/** A document's edges by the node they leave and the node they enter. */
export type Graph = {
  outgoing: ReadonlyMap<string, readonly FlowEdge[]>;
  incoming: ReadonlyMap<string, readonly FlowEdge[]>;
};

export function graphOf(document: Pick<FlowDocument, "edges">): Graph {
  return {
    outgoing: Map.groupBy(document.edges, (edge) => edge.source),
    incoming: Map.groupBy(document.edges, (edge) => edge.target),
  };
}

/** Every node that a walk from these nodes can reach, themselves included. */
export function reachableFrom(graph: Graph, starts: Iterable<string>): Set<string> {
  return walk(starts, (id) => graph.outgoing.get(id)?.map((edge) => edge.target) ?? []);
}

/** Every node from which a walk can reach this one, itself not included unless it lies on a cycle. */
export function upstreamOf(graph: Graph, nodeId: string): Set<string> {
  const before = (id: string) => graph.incoming.get(id)?.map((edge) => edge.source) ?? [];
  return walk(before(nodeId), before);
}

/**
 * The nodes in the order a reader would go through them: from the triggers along the edges, then
 * what hangs loose, by place.
 */
export function readingOrder(document: FlowDocument): string[] {
  const graph = graphOf(document);
  const place = new Map(document.nodes.map((node) => [node.id, node.position]));
  const byPlace = (a: string, b: string) => {
    const [one, two] = [place.get(a), place.get(b)];
    if (one === undefined || two === undefined) return 0;
    return one.x - two.x || one.y - two.y;
  };
  const ids = document.nodes.map(({ id }) => id).sort(byPlace);
  const starts = ids.filter((id) => !graph.incoming.has(id));
  const order = new Set<string>();
  for (const start of [...starts, ...ids]) {
    const stack = [start];
    for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
      if (order.has(id)) continue;
      order.add(id);
      const next = graph.outgoing.get(id)?.map((edge) => edge.target) ?? [];
      stack.push(...next.sort((a, b) => -compareRows(place.get(a), place.get(b))));
    }
  }
  return [...order];
}

type Place = { x: number; y: number } | undefined;

function compareRows(a: Place, b: Place): number {
  return (a?.y ?? 0) - (b?.y ?? 0);
}

function walk(starts: Iterable<string>, next: (id: string) => string[]): Set<string> {
  const seen = new Set<string>();
  const stack = [...starts];
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    stack.push(...next(id));
  }
  return seen;
}
