import { renameReference } from "#lib/template/references.ts";
import type { Clip } from "../clipboard.ts";
import type { FlowDocument, FlowEdge, FlowNode } from "../document.ts";
import { freshName } from "../fresh-name.ts";
import { mapText } from "../map-text.ts";
import { newId } from "../new-id.ts";
import { freshNodeKey } from "../node-key.ts";

/** A copied edge that was not added: a node at one of its ends did not come, or has no such port. */
export type LeftOutEdge = { missing: "node" | "port"; from: string | null; port: string };

export type Pasted = {
  document: FlowDocument;
  nodeIds: string[];
  noteIds: string[];
  leftOut: LeftOutEdge[];
};

/**
 * Adds copied nodes, notes and the edges between them under fresh ids, names and keys; templates
 * among them follow the new keys. `at` is where their upper left corner goes. `fits` tells whether an
 * edge may run from that port to that node; by default any may.
 */
export function paste(
  document: FlowDocument,
  clip: Clip,
  at: { x: number; y: number },
  fits: (source: FlowNode, port: string, target: FlowNode) => boolean = () => true,
): Pasted {
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
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const leftOut: LeftOutEdge[] = [];
  const edges = clip.edges.flatMap(({ source: from, sourcePort, target: to }): FlowEdge[] => {
    const [source, target] = [byId.get(ids.get(from) ?? ""), byId.get(ids.get(to) ?? "")];
    const known = source !== undefined && target !== undefined;
    if (known && fits(source, sourcePort, target)) {
      return [{ id: newId("e"), source: source.id, sourcePort, target: target.id }];
    }
    const missing = known ? "port" : "node";
    leftOut.push({ missing, from: source?.name ?? null, port: sourcePort });
    return [];
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
    leftOut,
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
