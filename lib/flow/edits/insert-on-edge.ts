import type { FlowDocument } from "../document.ts";
import { connect } from "./connect.ts";
import { removeElements } from "./remove-elements.ts";

/** Puts a node into an edge: what led to the old target leads to the node, whose `port` leads on. */
export function insertOnEdge(
  document: FlowDocument,
  edgeId: string,
  nodeId: string,
  port: string | undefined,
): FlowDocument {
  const edge = document.edges.find(({ id }) => id === edgeId);
  if (edge === undefined || edge.source === nodeId || edge.target === nodeId) return document;
  const { source, sourcePort, target } = edge;
  const opened = removeElements(document, { edgeIds: [edgeId] });
  const entered = connect(opened, { source, sourcePort, target: nodeId });
  return port === undefined
    ? entered
    : connect(entered, { source: nodeId, sourcePort: port, target });
}
