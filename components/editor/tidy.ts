import { Graph, layout } from "@dagrejs/dagre";
import type { FlowDocument } from "#lib/flow/document.ts";
import { readingOrder } from "#lib/flow/graph.ts";
import { definitionOf, portsOf } from "#lib/nodes/catalog.ts";
import { cardHeight } from "./canvas/card-height.ts";
import { cardSize } from "./store/place-node.ts";

/** Where each node goes so that the flow reads from left to right. Notes stay where they are. */
export function tidyPositions(document: FlowDocument): { [id: string]: { x: number; y: number } } {
  const graph = new Graph();
  graph.setGraph({ rankdir: "LR", nodesep: 40, ranksep: 96, ranker: "network-simplex" });
  graph.setDefaultEdgeLabel(() => ({}));
  const nodes = new Map(document.nodes.map((node) => [node.id, node]));
  const portIndex = new Map<string, number>();
  const aside = new Set<string>();
  for (const id of readingOrder(document)) {
    const node = nodes.get(id);
    if (node === undefined) continue;
    const definition = definitionOf(node.type);
    const ports = definition ? portsOf(definition, node.config, node) : [];
    ports.forEach((port, index) => {
      portIndex.set(`${id}/${port.id}`, index);
      if (port.kind !== "normal") aside.add(`${id}/${port.id}`);
    });
    graph.setNode(id, { width: cardSize.width, height: cardHeight(ports.length) });
  }
  const edges = document.edges.toSorted(
    (a, b) =>
      (portIndex.get(`${a.source}/${a.sourcePort}`) ?? 0) -
      (portIndex.get(`${b.source}/${b.sourcePort}`) ?? 0),
  );
  for (const edge of edges) {
    if (edge.source === edge.target) continue;
    // What usually happens lies on a straight line; the rest bends around it.
    const weight = aside.has(`${edge.source}/${edge.sourcePort}`) ? 1 : 8;
    graph.setEdge(edge.source, edge.target, { weight });
  }
  layout(graph);
  return Object.fromEntries(
    graph.nodes().map((id) => {
      const { x = 0, y = 0, width = 0, height = 0 } = graph.node(id);
      return [id, { x: snap(x - width / 2), y: snap(y - height / 2) }];
    }),
  );
}

function snap(value: number): number {
  return Math.round(value / 8) * 8;
}
