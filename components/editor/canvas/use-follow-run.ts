import { useReactFlow, useStoreApi } from "@xyflow/react";
import { useCallback, useEffect, useRef } from "react";
import { useEditorStore } from "../store/editor-context.tsx";
import { nextToShow } from "./next-to-show.ts";
import { viewWith } from "./opening-view.ts";

/**
 * Keeps in sight what a test is doing: moves the canvas when the step that runs lies outside. Each
 * node is gone to once in a run, so that a loop does not swing the canvas to and fro. Whoever moves
 * the canvas in the meantime has it until the next run; `onMoveStart` is how the canvas tells of that.
 */
export function useFollowRun(): { onMoveStart: (event: unknown) => void } {
  const editor = useEditorStore();
  const store = useStoreApi();
  const flow = useReactFlow();
  const followed = useRef<{ runId: string; seen: Set<string>; left: boolean } | null>(null);

  const leave = useCallback(() => {
    if (followed.current) followed.current.left = true;
  }, []);

  useEffect(
    () =>
      editor.subscribe(({ overlay, mode, centred }, before) => {
        if (centred !== before.centred) leave();
        if (overlay === null || overlay === before.overlay || mode !== "edit") return;
        if (followed.current?.runId !== overlay.run.id) {
          followed.current = { runId: overlay.run.id, seen: new Set(), left: false };
        }
        const { seen, left } = followed.current;
        const nodeId = nextToShow(overlay, seen);
        if (nodeId === undefined || left) return;
        seen.add(nodeId);
        const node = flow.getInternalNode(nodeId);
        const { width, height } = store.getState();
        if (node === undefined || width === 0 || flow.getNodes().some((each) => each.dragging)) {
          return;
        }
        const box = flow.getNodesBounds([nodeId]);
        const view = viewWith(box, flow.getViewport(), { width, height });
        const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
        // Straight there: the other way zooms out and in again over long distances.
        const gently = { duration: still ? 0 : 140, interpolate: "linear" } as const;
        if (view !== null) void flow.setViewport(view, gently);
      }),
    [editor, store, flow, leave],
  );
  useEffect(
    () =>
      // Following never zooms: whatever does is what somebody wanted.
      store.subscribe(({ transform: [, , zoom] }, before) => {
        if (Math.abs(zoom - before.transform[2]) > 0.001) leave();
      }),
    [store, leave],
  );

  const onMoveStart = useCallback(
    (event: unknown) => {
      // Without an event it was Patchbay that moved the canvas.
      if (event) leave();
    },
    [leave],
  );
  return { onMoveStart };
}
