import { useReactFlow } from "@xyflow/react";
import { type MouseEvent, useCallback } from "react";
import { useEditorStore } from "../store/editor-context.tsx";
import { showEditorUi } from "../store/editor-ui.ts";

/** Opens the context menu about what was clicked, which becomes the selection unless it is part of it. */
export function useCanvasMenu(): (event: MouseEvent) => void {
  const store = useEditorStore();
  const { screenToFlowPosition } = useReactFlow();
  return useCallback(
    (event) => {
      const target = event.target as Element; // events of elements only
      if (target.closest("input, textarea, [role=toolbar]") !== null) return;
      event.preventDefault();
      const { document, selection, actions } = store.getState();
      const id = target.closest("[data-id]")?.getAttribute("data-id") ?? "";
      const selected = [...selection.nodeIds, ...selection.edgeIds, ...selection.noteIds];
      if (!selected.includes(id)) {
        const pick = (all: readonly { id: string }[]) =>
          all.filter((element) => element.id === id).map((element) => element.id);
        actions.select({
          nodeIds: pick(document.nodes),
          edgeIds: pick(document.edges),
          noteIds: pick(document.notes),
        });
      }
      const screen = { x: event.clientX, y: event.clientY };
      showEditorUi({ menu: { screen, canvas: screenToFlowPosition(screen) } });
    },
    [store, screenToFlowPosition],
  );
}
