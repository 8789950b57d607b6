import type { FlowDocument, FlowEdge, FlowNode } from "#lib/flow/document.ts";
import { moveElements } from "#lib/flow/edits/move-elements.ts";
import { graphOf, reachableFrom } from "#lib/flow/graph.ts";
import { definitionOf, portsOf } from "#lib/nodes/catalog.ts";
import { cardHeight } from "../canvas/card-height.ts";

type Point = { x: number; y: number };

/** A card's width, and room for one with a few outlets. Used where cards are not measured yet. */
export const cardSize = { width: 256, height: 112 };
/** From a card's left edge to the next one's. */
export const columnGap = cardSize.width + 80;

/** Kept free around a card, in px. */
const gap = { x: 16, y: 24 };

/**
 * The free place closest to a point for a card with so many outlets (default 2), straight above or
 * below it, on the 8 px grid.
 */
export function freePlace(document: FlowDocument, wanted: Point, outlets = 2): Point {
  const point = { x: snap(wanted.x), y: snap(wanted.y) };
  const height = cardHeight(outlets);
  // Where a card in this column would touch another: open spans of its upper edge.
  const taken = document.nodes
    .filter(({ position }) => Math.abs(position.x - point.x) < cardSize.width + gap.x)
    .map((node) => ({
      from: Math.floor((node.position.y - height - gap.y) / 8) * 8,
      to: Math.ceil((node.position.y + cardHeight(outletsOf(node)) + gap.y) / 8) * 8,
    }));
  const isFree = (y: number) => taken.every(({ from, to }) => y <= from || y >= to);
  const [closest = point.y] = [point.y, ...taken.flatMap(({ from, to }) => [to, from])]
    .filter(isFree)
    .sort((a, b) => Math.abs(a - point.y) - Math.abs(b - point.y));
  return { x: point.x, y: closest };
}

/** Where the step after a node goes: the next column. */
export function placeAfter(document: FlowDocument, nodeId: string, outlets?: number): Point {
  const node = document.nodes.find(({ id }) => id === nodeId);
  if (node === undefined) return { x: 0, y: 0 };
  return freePlace(document, { x: node.position.x + columnGap, y: node.position.y }, outlets);
}

/** Where a node goes when nothing says where: right of everything. */
export function placeAnywhere(document: FlowDocument, outlets?: number): Point {
  if (document.nodes.length === 0) return { x: 0, y: 0 };
  const right = Math.max(...document.nodes.map(({ position }) => position.x));
  const top = Math.min(...document.nodes.map(({ position }) => position.y));
  return freePlace(document, { x: right + columnGap, y: top }, outlets);
}

/** Where a node goes that is put into an edge, and the moves that make room for it. */
export function placeOnEdge(
  document: FlowDocument,
  edge: FlowEdge,
  outlets?: number,
): { position: Point; moves: { [id: string]: Point } } {
  const source = document.nodes.find(({ id }) => id === edge.source);
  const target = document.nodes.find(({ id }) => id === edge.target);
  if (source === undefined || target === undefined) return { position: { x: 0, y: 0 }, moves: {} };
  const wanted = { x: snap(source.position.x + columnGap), y: snap(target.position.y) };
  const shift = wanted.x + columnGap - target.position.x;
  if (shift <= 0 || target.position.x < source.position.x) {
    return { position: freePlace(document, wanted, outlets), moves: {} };
  }
  const downstream = reachableFrom(graphOf(document), [target.id]);
  const moves = document.nodes
    .filter((node) => downstream.has(node.id) && node.position.x >= target.position.x)
    .map((node) => [node.id, { x: snap(node.position.x + shift), y: node.position.y }] as const);
  const moved = moveElements(document, Object.fromEntries(moves));
  return { position: freePlace(moved, wanted, outlets), moves: Object.fromEntries(moves) };
}

function outletsOf(node: FlowNode): number {
  const definition = definitionOf(node.type);
  return definition ? portsOf(definition, node.config, node).length : 1;
}

function snap(value: number): number {
  return Math.round(value / 8) * 8;
}
