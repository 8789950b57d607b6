import type { FlowDocument } from "../document.ts";
import { followRenames } from "./follow-renames.ts";

/**
 * Makes a step do again what it did in `earlier`; its name, its place and everything else stay. The
 * same document when there is no such step in both.
 */
export function putBack(
  document: FlowDocument,
  earlier: FlowDocument,
  nodeId: string,
): FlowDocument {
  const was = earlier.nodes.find(({ id }) => id === nodeId);
  if (was === undefined || !document.nodes.some(({ id }) => id === nodeId)) return document;
  const before = followRenames(earlier, document)(was);
  return {
    ...document,
    nodes: document.nodes.map((node) => {
      const { name, key, position, pinned } = node;
      return node.id === nodeId ? { ...before, name, key, position, pinned } : node;
    }),
  };
}
