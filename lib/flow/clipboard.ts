import { z } from "zod";
import { type FlowDocument, flowEdge, flowNode, flowNote, flowVariable } from "./document.ts";

/** What copying puts on the clipboard, as JSON text: it travels between flows and through chats. */
const clip = z.object({
  patchbay: z.literal("clip"),
  nodes: z.array(flowNode).max(500),
  edges: z.array(flowEdge).max(2000),
  notes: z.array(flowNote).max(200).default([]),
  variables: z.array(flowVariable).max(200).default([]),
});

export type Clip = Omit<z.infer<typeof clip>, "patchbay">;

/** Selected nodes and notes with the edges between them, and the variables they use. */
export function takeClip(
  document: FlowDocument,
  ids: { nodeIds: readonly string[]; noteIds: readonly string[] },
): Clip {
  const picked = new Set(ids.nodeIds);
  const nodes = document.nodes.filter(({ id }) => picked.has(id));
  const text = JSON.stringify(nodes.map(({ config }) => config));
  return {
    nodes,
    edges: document.edges.filter(({ source, target }) => picked.has(source) && picked.has(target)),
    notes: document.notes.filter(({ id }) => ids.noteIds.includes(id)),
    variables: document.variables.filter(({ name }) => text.includes(name)),
  };
}

/** A clip as the JSON text that goes to the clipboard. */
export function writeClip(clip: Clip): string {
  return JSON.stringify({ patchbay: "clip", ...clip }, null, 2);
}

/** Reads copied text: a clip, or a whole flow document. Null when it is neither. */
export function readClip(text: string): Clip | null {
  if (text.length > 5_000_000 || !text.trimStart().startsWith("{")) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value === "object" && value !== null && "schemaVersion" in value) {
    value = { ...value, patchbay: "clip" };
  }
  const parsed = clip.safeParse(value);
  return parsed.success ? parsed.data : null;
}
