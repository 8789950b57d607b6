import { useNodesInitialized, useReactFlow, useStoreApi } from "@xyflow/react";
import { useEffect, useRef } from "react";
import { definitionOf } from "#lib/nodes/catalog.ts";
import { useEditorStore } from "../store/editor-context.tsx";
import type { CanvasNode } from "./canvas-elements.ts";
import { type Box, openingView } from "./opening-view.ts";

/**
 * Shows the whole flow when it is opened, or where it begins when that would be too small to read;
 * and keeps the middle of the picture while the canvas changes its height.
 */
export function useCanvasView(): void {
  const flow = useReactFlow<CanvasNode>();
  const store = useStoreApi();
  const editor = useEditorStore();
  const measured = useNodesInitialized();
  // A flow that opens empty has its view already: the first node must stay where it is put.
  const shown = useRef(editor.getState().document.nodes.length === 0);
  useEffect(() => {
    const nodes = flow.getNodes();
    if (!measured || shown.current || nodes.length === 0) return;
    shown.current = true;
    const boxOf = (node: CanvasNode): Box => flow.getNodesBounds([node]);
    const cards = nodes.filter((node) => node.type === "card");
    const isTrigger = (node: CanvasNode) =>
      node.type === "card" && definitionOf(node.data.node.type)?.trigger !== undefined;
    const begin = cards.filter(isTrigger);
    const inOrder = [...begin, ...cards.filter((node) => !begin.includes(node))];
    const notes = nodes.filter((node) => node.type === "note");
    void flow.setViewport(openingView(inOrder.map(boxOf), notes.map(boxOf), store.getState()));
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
