import type { FlowDocument } from "../document.ts";

/** Switches nodes off or on. The same document when all of them are so already. */
export function setDisabled(
  document: FlowDocument,
  nodeIds: readonly string[],
  disabled: boolean,
): FlowDocument {
  const ids = new Set(nodeIds);
  let changed = false;
  const nodes = document.nodes.map((node) => {
    if (!ids.has(node.id) || node.disabled === disabled) return node;
    changed = true;
    return { ...node, disabled };
  });
  return changed ? { ...document, nodes } : document;
}
