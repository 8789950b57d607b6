import { useReactFlow } from "@xyflow/react";
import type { DragEvent } from "react";
import { useEditorActions } from "../store/editor-context.tsx";
import { showEditorUi, useEditorUi } from "../store/editor-ui.ts";
import { elementAt } from "./element-at.ts";

/** Taking nodes dragged from the palette: onto a line inserts, anywhere else adds. */
export function usePaletteDrop() {
  const { screenToFlowPosition } = useReactFlow();
  const { addNode } = useEditorActions();
  return {
    onDragOver(event: DragEvent) {
      const { draggedType, dropEdgeId } = useEditorUi.getState();
      if (draggedType === null) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      const over = elementAt({ x: event.clientX, y: event.clientY }, ".react-flow__edge");
      if (over !== dropEdgeId) showEditorUi({ dropEdgeId: over });
    },
    onDragLeave(event: DragEvent) {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null /* or outside */)) {
        showEditorUi({ dropEdgeId: null });
      }
    },
    onDrop(event: DragEvent) {
      const { draggedType } = useEditorUi.getState();
      if (draggedType === null) return;
      event.preventDefault();
      const at = { x: event.clientX, y: event.clientY };
      const onEdge = elementAt(at, ".react-flow__edge");
      // The pointer holds the card by its icon.
      const { x, y } = screenToFlowPosition(at);
      const position = { x: x - 28, y: y - 30 };
      addNode(draggedType, onEdge === null ? { position } : { onEdge });
      showEditorUi({ draggedType: null, dropEdgeId: null });
    },
  };
}
