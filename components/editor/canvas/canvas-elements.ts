import type { Edge, Node } from "@xyflow/react";
import type { FlowDocument, FlowEdge, FlowNode, FlowNote } from "#lib/flow/document.ts";
import { readingOrder } from "#lib/flow/graph.ts";
import { definitionOf, portsOf } from "#lib/nodes/catalog.ts";
import type { Port } from "#lib/nodes/contract.ts";
import type { Selection } from "../store/contract.ts";
import { cardSize } from "../store/place-node.ts";
import { cardHeight } from "./card-height.ts";

export type CardNode = Node<{ node: FlowNode }, "card">;
export type NoteNode = Node<{ note: FlowNote }, "note">;
export type CanvasNode = CardNode | NoteNode;
export type CanvasEdge = Edge<{ kind: Port["kind"] }, "flow">;

/**
 * The document's nodes and notes as React Flow wants them, notes below, nodes in reading order so
 * that Tab follows the flow. Whatever did not change stays the same object, so its card does not
 * render; what is being dragged stays where the pointer has it.
 */
export function canvasNodes(
  document: FlowDocument,
  selection: Selection,
  before: readonly CanvasNode[],
): CanvasNode[] {
  const old = new Map(before.map((node) => [node.id, node]));
  const selected = new Set([...selection.nodeIds, ...selection.noteIds]);
  const byId = new Map(document.nodes.map((node) => [node.id, node]));
  const notes = document.notes.map((note): NoteNode => {
    const known = old.get(note.id);
    const isSelected = selected.has(note.id);
    if (known?.type === "note" && known.data.note === note && known.selected === isSelected) {
      return known;
    }
    const kept = known?.type === "note" ? known : undefined;
    return {
      ...kept,
      id: note.id,
      type: "note",
      position: kept?.dragging ? kept.position : note.position,
      width: note.size.width,
      height: note.size.height,
      data: { note },
      selected: isSelected,
      zIndex: -1,
      ariaLabel: `Note: ${note.text.slice(0, 60) || "empty"}`,
    };
  });
  const cards = readingOrder(document).flatMap((id): CardNode[] => {
    const node = byId.get(id);
    return node ? [cardOf(node, old.get(id), selected.has(id))] : [];
  });
  return [...notes, ...cards];
}

function cardOf(node: FlowNode, known: CanvasNode | undefined, selected: boolean): CardNode {
  const kept = known?.type === "card" ? known : undefined;
  if (kept?.data.node === node && kept.selected === selected) return kept;
  const definition = definitionOf(node.type);
  const outlets = definition ? portsOf(definition, node.config, node).length : 1;
  return {
    ...kept,
    id: node.id,
    type: "card",
    position: kept?.dragging ? kept.position : node.position,
    initialWidth: cardSize.width,
    initialHeight: cardHeight(outlets),
    data: { node },
    selected,
    ariaLabel: `${node.name}, ${definition?.label ?? node.type}`,
  };
}

/** The document's edges; unchanged ones stay the same objects. */
export function canvasEdges(
  document: FlowDocument,
  selection: Selection,
  before: readonly CanvasEdge[],
): CanvasEdge[] {
  const old = new Map(before.map((edge) => [edge.id, edge]));
  const selected = new Set(selection.edgeIds);
  const nodes = new Map(document.nodes.map((node) => [node.id, node]));
  return document.edges.map((edge) => {
    const known = old.get(edge.id);
    const source = nodes.get(edge.source);
    const target = nodes.get(edge.target);
    const kind = outletKind(edge, source);
    const same =
      known?.selected === selected.has(edge.id) &&
      known.data?.kind === kind &&
      known.source === edge.source &&
      known.sourceHandle === edge.sourcePort &&
      known.target === edge.target;
    if (known && same) return known;
    return {
      id: edge.id,
      type: "flow",
      source: edge.source,
      sourceHandle: edge.sourcePort,
      target: edge.target,
      selected: selected.has(edge.id),
      data: { kind },
      ariaLabel: `Line from ${source?.name ?? "?"} to ${target?.name ?? "?"}`,
    };
  });
}

/** The kind of the outlet that a line leaves from; normal when that is not known. */
function outletKind(edge: FlowEdge, source: FlowNode | undefined): Port["kind"] {
  const definition = source && definitionOf(source.type);
  if (!definition || !source) return "normal";
  const ports = portsOf(definition, source.config, source);
  return ports.find(({ id }) => id === edge.sourcePort)?.kind ?? "normal";
}
