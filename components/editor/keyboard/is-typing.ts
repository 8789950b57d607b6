/** Whether keys belong to what has the focus: a text field, a menu, a dialog. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  return (
    target.closest(
      "input, textarea, select, [contenteditable=true], [role=dialog], [role=menu], [role=listbox], [role=tree], [role=separator]",
    ) !== null
  );
}

/** Whether a key pressed here is about the canvas: on it, or on nothing in particular. */
export function isOnCanvas(target: EventTarget | null): boolean {
  return (
    target === document.body ||
    (target instanceof HTMLElement && target.closest(".react-flow, .editor-root") !== null)
  );
}
