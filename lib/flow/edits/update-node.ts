import type { FlowDocument, FlowNode } from "../document.ts";

type Patch = Partial<Omit<FlowNode, "id" | "type" | "key" | "name">>;

/** Changes one node's settings. The same document when there is no such node. */
export function updateNode(document: FlowDocument, nodeId: string, patch: Patch): FlowDocument {
  const index = document.nodes.findIndex(({ id }) => id === nodeId);
  const node = document.nodes[index];
  if (node === undefined) return document;
  return { ...document, nodes: document.nodes.with(index, { ...node, ...patch }) };
}
