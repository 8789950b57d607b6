/** Puts the focus on a node's card, or on the canvas when there is none. */
export function focusCard(nodeId: string | null): void {
  const card =
    nodeId === null
      ? null
      : document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(nodeId)}"]`);
  if (card !== null) card.focus();
  else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}
