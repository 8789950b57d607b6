import type { FlowDocument } from "#lib/flow/document.ts";
import { definitionOf, portsOf } from "#lib/nodes/catalog.ts";

/** Where a node added "after" another goes: its first free outlet, else into its first line. */
export function nextPort(
  document: FlowDocument,
  nodeId: string | null,
): { afterPort: { nodeId: string; port: string } } | { onEdge: string } | null {
  const node = document.nodes.find(({ id }) => id === nodeId);
  const definition = node && definitionOf(node.type);
  if (!node || !definition) return null;
  const ports = portsOf(definition, node.config).filter(({ kind }) => kind === "normal");
  const edges = document.edges.filter(({ source }) => source === node.id);
  const free = ports.find(({ id }) => !edges.some(({ sourcePort }) => sourcePort === id));
  if (free) return { afterPort: { nodeId: node.id, port: free.id } };
  const first = edges.find(({ sourcePort }) => sourcePort === ports[0]?.id);
  return first ? { onEdge: first.id } : null;
}
