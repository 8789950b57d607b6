import type { FlowDocument } from "#lib/flow/document.ts";
import { definitionOf } from "#lib/nodes/catalog.ts";
import type { FlowState, FlowSummary } from "./contract.ts";

/** A flow's row as the store reads it for lists. */
export type FlowRow = {
  id: string;
  name: string;
  folder: string;
  tags: string[];
  limited: boolean;
  slug: string;
  draftHash: string;
  publishedDraftHash: string | null;
  updatedAt: Date;
  liveVersion: { documentHash: string } | null;
};

export type LastRun = { id: string; state: string; startedAt: Date; mode: string };

/** Whether what visitors meet is what the editor shows. */
export function stateOf(
  row: Pick<FlowRow, "draftHash" | "publishedDraftHash" | "liveVersion">,
): FlowState {
  if (row.liveVersion === null) return "draft";
  return row.publishedDraftHash === row.draftHash ? "live" : "changed";
}

/** The kinds of trigger a document holds, each once, in the order they stand. */
export function triggersOf(document: FlowDocument): string[] {
  const kinds = document.nodes.flatMap((node) => definitionOf(node.type)?.trigger ?? []);
  return [...new Set<string>(kinds)];
}

/** What a list shows of a flow. */
export function summarise(
  row: FlowRow,
  document: FlowDocument,
  lastRun: LastRun | undefined,
): FlowSummary {
  return {
    id: row.id,
    name: row.name,
    folder: row.folder,
    tags: row.tags,
    slug: row.slug,
    state: stateOf(row),
    triggers: triggersOf(document),
    limited: row.limited,
    nodeCount: document.nodes.length,
    updatedAt: row.updatedAt.toISOString(),
    lastRun: lastRun ? { ...lastRun, startedAt: lastRun.startedAt.toISOString() } : null,
  };
}
