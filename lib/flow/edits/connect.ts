import type { FlowDocument, FlowEdge } from "../document.ts";
import { newId } from "../new-id.ts";

/**
 * Joins an outlet to a node. The document stays the same object when that edge is there already or
 * an end does not exist.
 */
export function connect(document: FlowDocument, edge: Omit<FlowEdge, "id">): FlowDocument {
  const exists = document.edges.some(
    (other) =>
      other.source === edge.source &&
      other.sourcePort === edge.sourcePort &&
      other.target === edge.target,
  );
  const ids = new Set(document.nodes.map(({ id }) => id));
  if (exists || !ids.has(edge.source) || !ids.has(edge.target)) return document;
  const { source, sourcePort, target } = edge;
  return {
    ...document,
    edges: [...document.edges, { id: newId("e"), source, sourcePort, target }],
  };
}
