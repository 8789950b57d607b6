import type { FlowDocument } from "../document.ts";

/** Removes nodes with their edges, edges and notes. The same document when nothing was there. */
export function removeElements(
  document: FlowDocument,
  ids: { nodeIds?: readonly string[]; edgeIds?: readonly string[]; noteIds?: readonly string[] },
): FlowDocument {
  const nodes = new Set(ids.nodeIds ?? []);
  const edges = new Set(ids.edgeIds ?? []);
  const notes = new Set(ids.noteIds ?? []);
  const next = {
    ...document,
    nodes: document.nodes.filter(({ id }) => !nodes.has(id)),
    edges: document.edges.filter(
      ({ id, source, target }) => !edges.has(id) && !nodes.has(source) && !nodes.has(target),
    ),
    notes: document.notes.filter(({ id }) => !notes.has(id)),
  };
  const same =
    next.nodes.length === document.nodes.length &&
    next.edges.length === document.edges.length &&
    next.notes.length === document.notes.length;
  return same ? document : next;
}
