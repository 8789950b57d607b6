import type { FlowDocument } from "../document.ts";

type Positions = { [id: string]: { x: number; y: number } };

/** Moves nodes and notes. The same document when none of them ends up elsewhere. */
export function moveElements(document: FlowDocument, positions: Positions): FlowDocument {
  let moved = false;
  const place = <T extends { id: string; position: { x: number; y: number } }>(element: T): T => {
    const to = positions[element.id];
    if (to === undefined || (to.x === element.position.x && to.y === element.position.y)) {
      return element;
    }
    moved = true;
    return { ...element, position: { x: to.x, y: to.y } };
  };
  const nodes = document.nodes.map(place);
  const notes = document.notes.map(place);
  return moved ? { ...document, nodes, notes } : document;
}
