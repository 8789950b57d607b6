import { type FocusEvent, useCallback } from "react";
import { focusNode } from "../keyboard/focus-node.ts";
import { useEditorStore } from "../store/editor-context.tsx";

/** Going to a card with Tab selects it and brings it into view, as a click does. */
export function useNodeFocus(): (event: FocusEvent) => void {
  const store = useEditorStore();
  return useCallback(
    ({ target }) => {
      const isCard = target.matches(".react-flow__node") && target.matches(":focus-visible");
      const id = isCard ? target.getAttribute("data-id") : null;
      if (id === null) return;
      const { selection, document, actions } = store.getState();
      if (selection.nodeIds.includes(id) || selection.noteIds.includes(id)) return;
      const isNote = document.notes.some((note) => note.id === id);
      actions.select(isNote ? { noteIds: [id] } : { nodeIds: [id] });
      focusNode(id, actions.centre);
    },
    [store],
  );
}
