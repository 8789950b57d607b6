import type { FlowDocument, FlowEdge } from "#lib/flow/document.ts";
import { graphOf, reachableFrom } from "#lib/flow/graph.ts";

type Point = { x: number; y: number };

/** A card's width, and room for one with a few outlets. Used where cards are not measured yet. */
export const cardSize = { width: 256, height: 112 };
/** From a card's left edge to the next one's. */
export const columnGap = cardSize.width + 80;

/** The first free place at or below a point, on the 8 px grid. */
export function freePlace(document: FlowDocument, wanted: Point): Point {
  const point = { x: snap(wanted.x), y: snap(wanted.y) };
  const collides = (y: number) =>
    document.nodes.some(
      ({ position }) =>
        Math.abs(position.x - point.x) < cardSize.width + 16 &&
        Math.abs(position.y - y) < cardSize.height + 8,
    );
  while (collides(point.y)) point.y += cardSize.height + 24;
  return point;
}

/** Where the step after a node goes: the next column. */
export function placeAfter(document: FlowDocument, nodeId: string): Point {
  const node = document.nodes.find(({ id }) => id === nodeId);
  if (node === undefined) return { x: 0, y: 0 };
  return freePlace(document, { x: node.position.x + columnGap, y: node.position.y });
}

/** Where a node goes when nothing says where: right of everything. */
export function placeAnywhere(document: FlowDocument): Point {
  if (document.nodes.length === 0) return { x: 0, y: 0 };
  const right = Math.max(...document.nodes.map(({ position }) => position.x));
  const top = Math.min(...document.nodes.map(({ position }) => position.y));
  return freePlace(document, { x: right + columnGap, y: top });
}

/** Where a node goes that is put into an edge, and the moves that make room for it. */
export function placeOnEdge(
  document: FlowDocument,
  edge: FlowEdge,
): { position: Point; moves: { [id: string]: Point } } {
  const source = document.nodes.find(({ id }) => id === edge.source);
  const target = document.nodes.find(({ id }) => id === edge.target);
  if (source === undefined || target === undefined) return { position: { x: 0, y: 0 }, moves: {} };
  const position = { x: snap(source.position.x + columnGap), y: snap(target.position.y) };
  const shift = position.x + columnGap - target.position.x;
  if (shift <= 0 || target.position.x < source.position.x) return { position, moves: {} };
  const downstream = reachableFrom(graphOf(document), [target.id]);
  const moves = document.nodes
    .filter((node) => downstream.has(node.id) && node.position.x >= target.position.x)
    .map((node) => [node.id, { x: snap(node.position.x + shift), y: node.position.y }]);
  return { position, moves: Object.fromEntries(moves) };
}

function snap(value: number): number {
  return Math.round(value / 8) * 8;
}
