import { takeClip } from "../clipboard.ts";
import type { FlowDocument } from "../document.ts";
import { type Pasted, paste } from "./paste.ts";

/** Copies nodes and notes, with the edges between them, a little below and to the right. */
export function duplicate(
  document: FlowDocument,
  ids: { nodeIds: readonly string[]; noteIds: readonly string[] },
): Pasted {
  const clip = takeClip(document, ids);
  const positions = [...clip.nodes, ...clip.notes].map(({ position }) => position);
  if (positions.length === 0) return { document, nodeIds: [], noteIds: [], leftOut: [] };
  return paste(document, clip, {
    x: Math.min(...positions.map(({ x }) => x)) + 40,
    y: Math.min(...positions.map(({ y }) => y)) + 40,
  });
}
