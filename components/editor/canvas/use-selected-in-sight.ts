import { useReactFlow, useStoreApi } from "@xyflow/react";
import { useEffect } from "react";
import { useEditorStore } from "../store/editor-context.tsx";
import { viewWith } from "./opening-view.ts";

/**
 * Keeps the selected card in sight when something opens beside, below or over the canvas: panels
 * make the canvas smaller, and on a phone (`compact`) the inspector is a sheet over it.
 */
export function useSelectedInSight(compact: boolean): void {
  const editor = useEditorStore();
  const store = useStoreApi();
  const flow = useReactFlow();
  useEffect(() => {
    let frame = 0;
    const show = () => {
      const { inspectedNodeId } = editor.getState();
      const node = inspectedNodeId === null ? undefined : flow.getInternalNode(inspectedNodeId);
      const { width, height, domNode } = store.getState();
      if (node === undefined || domNode === null || width === 0 || node.dragging) return;
      const sheet = compact ? document.querySelector("[data-inspector-sheet]") : null;
      const covered = sheet
        ? Math.max(0, domNode.getBoundingClientRect().bottom - sheet.getBoundingClientRect().top)
        : 0;
      const box = flow.getNodesBounds([node.id]);
      const view = viewWith(box, flow.getViewport(), { width, height }, covered);
      if (view !== null) void flow.setViewport(view);
    };
    // Once the panel has its place.
    const soon = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => {
        frame = requestAnimationFrame(show);
      });
    };
    const unselect = editor.subscribe(({ inspectedNodeId }, before) => {
      if (compact && inspectedNodeId !== before.inspectedNodeId) soon();
    });
    const unsize = store.subscribe(({ width, height }, before) => {
      if (width !== before.width || height !== before.height) soon();
    });
    return () => {
      cancelAnimationFrame(frame);
      unselect();
      unsize();
    };
  }, [editor, store, flow, compact]);
}
