import type { FlowDocument } from "#lib/flow/document.ts";

type Saved = { revision: number; document: FlowDocument; at: string };
type Flow = { id: string; revision: number; document: FlowDocument; updatedAt: string };

/** What this page saved last, by flow. */
const saves = new Map<string, Saved>();

export function rememberSaved(flowId: string, saved: Saved): void {
  saves.set(flowId, saved);
}

/**
 * The flow as it was fetched, or as it was saved from here since: going back shows a page again that
 * was fetched before the last edits, and editing that would be a conflict with oneself.
 */
export function newestOf<F extends Flow>(flow: F): F {
  const known = saves.get(flow.id);
  if (known === undefined || known.revision <= flow.revision) return flow;
  return { ...flow, revision: known.revision, document: known.document, updatedAt: known.at };
}
