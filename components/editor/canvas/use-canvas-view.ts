import { useNodesInitialized, useReactFlow, useStoreApi } from "@xyflow/react";
import { useEffect, useRef } from "react";
import { useEditorStore } from "../store/editor-context.tsx";

const padding = 48;
/** Below this, cards cannot be read: a long flow then starts at its beginning instead. */
const readable = 0.55;

/**
 * Shows the whole flow when it is opened, or where it begins when that would be too small to read;
 * and keeps the middle of the picture while the canvas changes its height.
 */
export function useCanvasView(): void {
  const flow = useReactFlow();
  const store = useStoreApi();
  const editor = useEditorStore();
  const measured = useNodesInitialized();
  // A flow that opens empty has its view already: the first node must stay where it is put.
  const shown = useRef(editor.getState().document.nodes.length === 0);
  useEffect(() => {
    const nodes = flow.getNodes();
    if (!measured || shown.current || nodes.length === 0) return;
    shown.current = true;
    const { width, height } = store.getState();
    const bounds = flow.getNodesBounds(nodes);
    const fitting = Math.min(
      (width - 2 * padding) / bounds.width,
      (height - 2 * padding) / bounds.height,
    );
    const zoom = Math.min(Math.max(fitting, readable), 1);
    const centred = (width - bounds.width * zoom) / 2;
    void flow.setViewport({
      zoom,
      x: Math.max(centred, padding) - bounds.x * zoom,
      y: Math.max((height - bounds.height * zoom) / 2, padding) - bounds.y * zoom,
    });
  }, [flow, store, measured]);
  useEffect(
    () =>
      // What was in the middle stays in the middle when a panel opens below.
      store.subscribe(({ height, transform: [x, y, zoom] }, before) => {
        if (height === before.height || before.height === 0 || height === 0) return;
        void flow.setViewport({ x, y: y + (height - before.height) / 2, zoom });
      }),
    [flow, store],
  );
}
