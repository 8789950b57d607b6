import { type FlowDocument, flowDocument } from "./document.ts";

/** A document with nothing in it yet. */
export function emptyDocument(): FlowDocument {
  return flowDocument.parse({ schemaVersion: 1, nodes: [], edges: [] });
}
