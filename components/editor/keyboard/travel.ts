import type { FlowDocument } from "#lib/flow/document.ts";
import { graphOf, readingOrder } from "#lib/flow/graph.ts";

export type Direction = "ArrowRight" | "ArrowLeft" | "ArrowDown" | "ArrowUp";

/**
 * The node an arrow key leads to: right and left along the lines, down and up between nodes that
 * follow the same step, or else to what lies below or above. Null when there is nothing that way.
 */
export function travel(
  document: FlowDocument,
  from: string | null,
  direction: Direction,
): string | null {
  if (from === null) return readingOrder(document)[0] ?? null;
  const { outgoing, incoming } = graphOf(document);
  const byHeight = (ids: readonly string[]) => sortBy(document, [...new Set(ids)], "y");
  if (direction === "ArrowRight") {
    return byHeight(outgoing.get(from)?.map(({ target }) => target) ?? [])[0] ?? null;
  }
  if (direction === "ArrowLeft") {
    return byHeight(incoming.get(from)?.map(({ source }) => source) ?? [])[0] ?? null;
  }
  const parents = incoming.get(from)?.map(({ source }) => source) ?? [];
  const siblings = parents.flatMap((id) => outgoing.get(id)?.map(({ target }) => target) ?? []);
  const row = byHeight(siblings);
  const step = direction === "ArrowDown" ? 1 : -1;
  return row[row.indexOf(from) + step] ?? nearest(document, from, step);
}

function nearest(document: FlowDocument, from: string, step: 1 | -1): string | null {
  const origin = document.nodes.find(({ id }) => id === from)?.position;
  if (origin === undefined) return null;
  const distances = document.nodes
    .map(({ id, position }) => ({
      id,
      ahead: (position.y - origin.y) * step,
      aside: Math.abs(position.x - origin.x),
    }))
    .filter(({ id, ahead, aside }) => id !== from && ahead > 0 && aside < 400);
  return distances.sort((a, b) => a.ahead + a.aside - b.ahead - b.aside)[0]?.id ?? null;
}

function sortBy(document: FlowDocument, ids: string[], axis: "x" | "y"): string[] {
  const place = new Map(document.nodes.map(({ id, position }) => [id, position[axis]]));
  return ids.sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0));
}
