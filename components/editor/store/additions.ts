import type { FlowDocument } from "#lib/flow/document.ts";
import type { Selection } from "./contract.ts";

/**
 * What is in `next` and was not in `before`, to be selected: undoing a deletion shows what came back.
 * Lines only where nothing else came, for they go along with their nodes. Empty when nothing came, so
 * that what is selected stays so.
 */
export function additions(before: FlowDocument, next: FlowDocument): Partial<Selection> {
  const nodeIds = added(before.nodes, next.nodes);
  const noteIds = added(before.notes, next.notes);
  if (nodeIds.length + noteIds.length > 0) return { nodeIds, noteIds, edgeIds: [] };
  const edgeIds = added(before.edges, next.edges);
  return edgeIds.length === 0 ? {} : { nodeIds: [], noteIds: [], edgeIds };
}

function added(before: readonly { id: string }[], next: readonly { id: string }[]): string[] {
  const known = new Set(before.map(({ id }) => id));
  return next.flatMap(({ id }) => (known.has(id) ? [] : [id]));
}
