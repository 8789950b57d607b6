import { renameReference } from "#lib/template/references.ts";
import type { Clip } from "../clipboard.ts";
import type { FlowDocument, FlowNode } from "../document.ts";
import { freshName } from "../fresh-name.ts";
import { mapText } from "../map-text.ts";
import { newId } from "../new-id.ts";
import { freshNodeKey } from "../node-key.ts";

export type Pasted = { document: FlowDocument; nodeIds: string[]; noteIds: string[] };

/**
 * Adds copied nodes, notes and the edges between them under fresh ids, names and keys; templates
 * among them follow the new keys. `at` is where their upper left corner goes.
 */
export function paste(document: FlowDocument, clip: Clip, at: { x: number; y: number }): Pasted {
  const shift = shiftTo(clip, at);
  const names = new Set(document.nodes.map(({ name }) => name));
  const keys = new Set(document.nodes.map(({ key }) => key));
  const ids = new Map<string, string>();
  const renames: [string, string][] = [];
  const drafts = clip.nodes.map((node): FlowNode => {
    const name = freshName(node.name, names);
    const key = freshNodeKey(name, keys);
    names.add(name);
    keys.add(key);
    const id = newId("n");
    ids.set(node.id, id);
    if (key !== node.key) renames.push([node.key, key]);
    return { ...node, id, name, key, position: shift(node.position) };
  });
  const nodes = renames.length === 0 ? drafts : drafts.map((node) => rewrite(node, renames));
  const edges = clip.edges.flatMap((edge) => {
    const [source, target] = [ids.get(edge.source), ids.get(edge.target)];
    if (source === undefined || target === undefined) return [];
    return [{ id: newId("e"), source, sourcePort: edge.sourcePort, target }];
  });
  const notes = clip.notes.map((note) => ({
    ...note,
    id: newId("o"),
    position: shift(note.position),
  }));
  const known = new Set(document.variables.map(({ name }) => name));
  return {
    document: {
      ...document,
      nodes: [...document.nodes, ...nodes],
      edges: [...document.edges, ...edges],
      notes: [...document.notes, ...notes],
      variables: [...document.variables, ...clip.variables.filter(({ name }) => !known.has(name))],
    },
    nodeIds: nodes.map(({ id }) => id),
    noteIds: notes.map(({ id }) => id),
  };
}

function shiftTo(clip: Clip, at: { x: number; y: number }) {
  const positions = [...clip.nodes, ...clip.notes].map(({ position }) => position);
  const left = Math.min(...positions.map(({ x }) => x));
  const top = Math.min(...positions.map(({ y }) => y));
  return ({ x, y }: { x: number; y: number }) => ({ x: x - left + at.x, y: y - top + at.y });
}

/** All renames at once, through names nothing else can have, so that `a → b` and `b → c` don't chain. */
function rewrite(node: FlowNode, renames: readonly [string, string][]): FlowNode {
  const config = mapText(node.config, (text) => {
    const parked = renames.reduce(
      (t, [from], index) => renameReference(t, from, `PARKED${index}`),
      text,
    );
    return renames.reduce((t, [, to], index) => renameReference(t, `PARKED${index}`, to), parked);
  });
  return config === node.config ? node : { ...node, config };
}
