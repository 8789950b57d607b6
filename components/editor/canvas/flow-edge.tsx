"use client";
import { BaseEdge, EdgeLabelRenderer, type EdgeProps } from "@xyflow/react";
import { Plus, X } from "lucide-react";
import { memo, useRef, useState } from "react";
import { cx } from "#components/ui/cx.ts";
import { useEditor, useEditorActions } from "../store/editor-context.tsx";
import { showEditorUi, useEditorUi } from "../store/editor-ui.ts";
import type { CanvasEdge } from "./canvas-elements.ts";
import { runMarks } from "./run-marks.ts";
import { useLinePath } from "./use-line-path.ts";

/** A line between two nodes; under the pointer it offers to insert a node and to be removed. */
export const FlowEdge = memo(function FlowEdge(props: EdgeProps<CanvasEdge>) {
  const { id, selected, data } = props;
  const taken = useEditor((state) => runMarks(state.overlay, state.document).takenEdges.has(id));
  const active = useEditor((state) => taken && state.overlay?.run.state === "running");
  const canEdit = useEditor((state) => state.canEdit);
  const isOnlySelected = useEditor(
    ({ selection }) =>
      selected === true && selection.edgeIds.length === 1 && selection.nodeIds.length === 0,
  );
  const isDropTarget = useEditorUi((ui) => ui.dropEdgeId === id);
  const { hovered, enter, leave } = useLingeringHover();
  const { path, labelX, labelY } = useLinePath(props);
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: only reveals buttons that are reachable from the menu and by keyboard */}
      <g
        onMouseEnter={enter}
        onMouseLeave={leave}
        className={cx(
          "flow-edge",
          data?.kind === "failed" && "flow-edge-failed",
          (data?.kind === "timeout" || data?.kind === "slow") && "flow-edge-timed",
          taken && "flow-edge-taken",
          active && "flow-edge-active",
          (selected || hovered) && "flow-edge-selected",
          isDropTarget && "flow-edge-drop",
        )}
      >
        <BaseEdge path={path} interactionWidth={24} />
      </g>
      {canEdit && (hovered || isOnlySelected) && (
        <EdgeLabelRenderer>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: keeps the buttons while the pointer is on them */}
          <div
            className="nodrag nopan pointer-events-auto absolute flex gap-1"
            style={{ transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY}px)` }}
            onMouseEnter={enter}
            onMouseLeave={leave}
          >
            <EdgeButtons edgeId={id} />
          </div>
        </EdgeLabelRenderer>
      )}
    </>
  );
});

const buttonClass =
  "flex size-6 items-center justify-center rounded-full border border-line bg-raised text-muted shadow-card hover:border-accent hover:text-accent-text";

function EdgeButtons({ edgeId }: { edgeId: string }) {
  const { removeElements } = useEditorActions();
  return (
    <>
      <button
        type="button"
        aria-label="Insert a node here"
        className={buttonClass}
        onClick={(event) =>
          showEditorUi({
            addNext: { screen: { x: event.clientX, y: event.clientY + 12 }, onEdge: edgeId },
          })
        }
      >
        <Plus className="size-3.5" />
      </button>
      <button
        type="button"
        aria-label="Remove this line"
        className={buttonClass}
        onClick={() => removeElements({ edgeIds: [edgeId] })}
      >
        <X className="size-3.5" />
      </button>
    </>
  );
}

/** Hover that lasts a moment longer, for the way from the line to its buttons. */
function useLingeringHover() {
  const [hovered, setHovered] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  return {
    hovered,
    enter() {
      clearTimeout(timer.current);
      setHovered(true);
    },
    leave() {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => setHovered(false), 250);
    },
  };
}
