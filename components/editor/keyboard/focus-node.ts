/** Moves the focus to a node's card, and the canvas to it when it is out of sight. */
export function focusNode(nodeId: string, centre: (nodeIds: string[]) => void): void {
  const card = document.querySelector<HTMLElement>(
    `.react-flow__node[data-id="${CSS.escape(nodeId)}"]`,
  );
  const box = document.querySelector(".react-flow")?.getBoundingClientRect();
  if (!card || !box) return;
  card.focus({ preventScroll: true });
  const place = card.getBoundingClientRect();
  const isInside =
    place.left >= box.left &&
    place.right <= box.right &&
    place.top >= box.top &&
    place.bottom <= box.bottom;
  if (!isInside) centre([nodeId]);
}
