"use client";
import { useRef } from "react";
import { Tooltip } from "#components/ui/tooltip.tsx";
import type { NodeDefinition } from "#lib/nodes/contract.ts";
import { NodeIcon } from "../canvas/node-icon.tsx";
import { showEditorUi } from "../store/editor-ui.ts";

/** One node of the palette. */
export function PaletteItem({
  definition,
  onAdd,
}: {
  definition: NodeDefinition;
  onAdd: () => void;
}) {
  const item = useRef<HTMLButtonElement>(null);
  return (
    <Tooltip label={definition.summary} side="right">
      <button
        ref={item}
        type="button"
        draggable
        className="flex h-10 w-full cursor-grab items-center gap-2.5 rounded-lg px-2 text-left hover:bg-hover active:cursor-grabbing"
        onClick={onAdd}
        onDragStart={(event) => {
          event.dataTransfer.setData("text/plain", definition.label);
          event.dataTransfer.effectAllowed = "copy";
          const icon = item.current?.firstElementChild;
          if (icon) event.dataTransfer.setDragImage(icon, 14, 14);
          showEditorUi({ draggedType: definition.id });
        }}
        onDragEnd={() => showEditorUi({ draggedType: null, dropEdgeId: null })}
      >
        <NodeIcon type={definition.id} size="sm" />
        <span className="truncate">{definition.label}</span>
      </button>
    </Tooltip>
  );
}
