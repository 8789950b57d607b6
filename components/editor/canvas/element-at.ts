/** The id of the topmost node or edge at a place on the screen, or null. */
export function elementAt(
  { x, y }: { x: number; y: number },
  kind: ".react-flow__node" | ".react-flow__edge",
): string | null {
  for (const element of document.elementsFromPoint(x, y)) {
    const found = element.closest(kind);
    if (found) return found.getAttribute("data-id");
  }
  return null;
}
