"use client";
import { X } from "lucide-react";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Inspector } from "./inspector/inspector.tsx";
import { useEditor, useEditorActions } from "./store/editor-context.tsx";

/** The inspector beside the canvas; on a phone a sheet over it, while a node is selected. */
export function InspectorSide({ compact }: { compact: boolean }) {
  const nodeId = useEditor((state) => state.inspectedNodeId);
  const { select } = useEditorActions();
  if (!compact) {
    return (
      <aside
        className="w-90 shrink-0 border-line border-l bg-surface max-md:hidden"
        aria-label="Settings"
      >
        <Inspector />
      </aside>
    );
  }
  if (nodeId === null) return null;
  return (
    <aside
      data-inspector-sheet=""
      className="absolute inset-x-0 bottom-0 z-20 flex h-[70%] flex-col rounded-t-xl border-line border-t bg-surface shadow-float"
      aria-label="Settings"
    >
      <IconButton
        className="absolute top-2 right-2 z-10"
        label="Close"
        icon={<X className="size-4" />}
        onClick={() => select({})}
      />
      <Inspector />
    </aside>
  );
}
