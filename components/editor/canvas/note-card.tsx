"use client";
import { type NodeProps, NodeResizer } from "@xyflow/react";
import { memo, useState } from "react";
import { cx } from "#components/ui/cx.ts";
import type { FlowNote } from "#lib/flow/document.ts";
import { useEditor, useEditorActions } from "../store/editor-context.tsx";
import type { NoteNode } from "./canvas-elements.ts";

export const noteColors: readonly FlowNote["color"][] = ["yellow", "blue", "green", "pink", "grey"];

/** A remark on the canvas: double click to write, drag its edges to size it. */
export const NoteCard = memo(function NoteCard({
  id,
  data: { note },
  selected,
}: NodeProps<NoteNode>) {
  const canEdit = useEditor((state) => state.canEdit);
  const { updateNote } = useEditorActions();
  const [writing, setWriting] = useState(note.text === "" && selected);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Enter on the focused note does the same
    <div
      className={cx("note-card", `note-${note.color}`, selected && "ring-2 ring-accent/50")}
      onDoubleClick={() => canEdit && setWriting(true)}
    >
      <NodeResizer
        isVisible={selected && canEdit}
        minWidth={120}
        minHeight={64}
        lineClassName="note-resize-line"
        handleClassName="note-resize-handle"
        onResizeEnd={(_event, { x, y, width, height }) =>
          updateNote(id, {
            position: { x, y },
            size: { width: Math.round(width), height: Math.round(height) },
          })
        }
      />
      {selected && canEdit && (
        <fieldset className="note-colors nodrag" aria-label="Colour">
          {noteColors.map((color) => (
            <button
              key={color}
              type="button"
              aria-label={color}
              aria-pressed={color === note.color}
              className={cx("note-swatch", `note-${color}`)}
              onClick={() => updateNote(id, { color })}
            />
          ))}
        </fieldset>
      )}
      {writing && canEdit ? (
        <textarea
          // biome-ignore lint/a11y/noAutofocus: it was asked for with a double click or a key
          autoFocus
          aria-label="Note text"
          className="nodrag nowheel size-full resize-none bg-transparent p-3 text-sm outline-none"
          value={note.text}
          maxLength={10_000}
          onChange={(event) =>
            updateNote(id, { text: event.target.value }, { coalesce: `note:${id}` })
          }
          onKeyDown={(event) => {
            event.stopPropagation();
            if (event.key === "Escape") setWriting(false);
          }}
          onBlur={() => setWriting(false)}
        />
      ) : (
        <p className="size-full overflow-hidden whitespace-pre-wrap break-words p-3 text-sm">
          {note.text || (canEdit ? "Double-click to write" : "")}
        </p>
      )}
    </div>
  );
});
