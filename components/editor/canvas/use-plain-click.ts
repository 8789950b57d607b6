import type { NodeMouseHandler } from "@xyflow/react";
import { useCallback } from "react";
import { useEditorStore } from "../store/editor-context.tsx";
import type { CanvasNode } from "./canvas-elements.ts";

/**
 * A plain click on one of several selected cards selects that card alone, as everywhere else. React
 * Flow keeps the whole selection then, so that it can be dragged; dragging is no click.
 */
export function usePlainClick(): NodeMouseHandler<CanvasNode> {
  const store = useEditorStore();
  return useCallback(
    (event, node) => {
      if (event.shiftKey || event.ctrlKey || event.metaKey) return;
      const { selection, actions } = store.getState();
      if (selection.nodeIds.length + selection.noteIds.length < 2) return;
      actions.select(node.type === "note" ? { noteIds: [node.id] } : { nodeIds: [node.id] });
    },
    [store],
  );
}
