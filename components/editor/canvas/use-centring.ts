import { useReactFlow } from "@xyflow/react";
import { useEffect } from "react";
import { useEditorStore } from "../store/editor-context.tsx";

/** Brings into view what the store asks to see. */
export function useCentring(): void {
  const store = useEditorStore();
  const flow = useReactFlow();
  useEffect(
    () =>
      store.subscribe(({ centred }, before) => {
        if (centred === null || centred === before.centred) return;
        const nodes = centred.nodeIds.map((id) => ({ id }));
        // After React Flow has heard of nodes that were added in the same moment.
        requestAnimationFrame(() =>
          requestAnimationFrame(() => {
            void flow.fitView({
              ...(nodes.length > 0 ? { nodes } : {}),
              padding: 0.15,
              maxZoom: nodes.length > 0 ? Math.max(flow.getZoom(), 0.75) : 1,
              minZoom: nodes.length > 0 ? Math.min(flow.getZoom(), 1) : 0.15,
              duration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 140,
            });
          }),
        );
      }),
    [store, flow],
  );
}
