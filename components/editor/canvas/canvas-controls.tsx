"use client";
import { Panel, useReactFlow, useStore } from "@xyflow/react";
import { Maximize, Minus, Plus, StickyNote } from "lucide-react";
import { IconButton } from "#components/ui/icon-button.tsx";
import { useEditor, useEditorActions } from "../store/editor-context.tsx";

/** Zoom, fit and notes, at the lower left. */
export function CanvasControls() {
  const flow = useReactFlow();
  const zoom = useStore((state) => Math.round(state.transform[2] * 100));
  const canEdit = useEditor((state) => state.canEdit);
  const { addNote, centre } = useEditorActions();
  const putNote = () => {
    const box = document.querySelector(".react-flow")?.getBoundingClientRect();
    if (!box) return;
    const { x, y } = flow.screenToFlowPosition({
      x: box.left + box.width / 2,
      y: box.top + box.height / 3,
    });
    addNote({ x: Math.round(x / 8) * 8 - 120, y: Math.round(y / 8) * 8 });
  };
  return (
    <Panel position="bottom-left">
      <div
        role="toolbar"
        aria-label="View"
        className="flex items-center rounded-lg border border-line bg-surface p-0.5 shadow-card"
      >
        <IconButton
          size="sm"
          side="top"
          label="Zoom out"
          shortcut="-"
          icon={<Minus className="size-4" />}
          onClick={() => void flow.zoomOut({ duration: 100 })}
        />
        <button
          type="button"
          className="h-7 w-12 rounded-md text-center text-muted text-xs tabular-nums hover:bg-hover"
          aria-label={`Zoom ${zoom} %. Back to 100 %`}
          onClick={() => void flow.zoomTo(1, { duration: 100 })}
        >
          {zoom} %
        </button>
        <IconButton
          size="sm"
          side="top"
          label="Zoom in"
          shortcut="+"
          icon={<Plus className="size-4" />}
          onClick={() => void flow.zoomIn({ duration: 100 })}
        />
        <IconButton
          size="sm"
          side="top"
          label="Show everything"
          shortcut="0"
          icon={<Maximize className="size-4" />}
          onClick={() => centre()}
        />
        {canEdit && (
          <IconButton
            size="sm"
            side="top"
            className="max-sm:hidden"
            label="Add a note"
            shortcut="N"
            icon={<StickyNote className="size-4" />}
            onClick={putNote}
          />
        )}
      </div>
    </Panel>
  );
}
