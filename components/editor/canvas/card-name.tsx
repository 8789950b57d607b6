"use client";
import { useEffect, useRef } from "react";
import { useEditor, useEditorActions } from "../store/editor-context.tsx";
import { showEditorUi } from "../store/editor-ui.ts";

/** A node's name; a text field while it is being renamed. */
export function CardName({
  nodeId,
  name,
  renaming,
}: {
  nodeId: string;
  name: string;
  renaming: boolean;
}) {
  const canEdit = useEditor((state) => state.canEdit);
  if (renaming && canEdit) return <NameField nodeId={nodeId} name={name} />;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: F2 and the menu do the same
    <div
      className="truncate font-semibold text-sm"
      title={name}
      onDoubleClick={(event) => {
        event.stopPropagation();
        if (canEdit) showEditorUi({ renamingNodeId: nodeId });
      }}
    >
      {name}
    </div>
  );
}

function NameField({ nodeId, name }: { nodeId: string; name: string }) {
  const { renameNode } = useEditorActions();
  const input = useRef<HTMLInputElement>(null);
  const cancelled = useRef(false);
  useEffect(() => input.current?.select(), []);
  return (
    <input
      ref={input}
      defaultValue={name}
      maxLength={80}
      aria-label="Node name"
      className="nodrag nopan -mx-1 -my-px w-full rounded border border-accent bg-surface px-1 font-semibold text-sm outline-none"
      onBlur={(event) => {
        if (!cancelled.current) renameNode(nodeId, event.target.value);
        showEditorUi({ renamingNodeId: null });
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape") cancelled.current = true;
        if (event.key === "Enter" || event.key === "Escape") {
          const card = event.currentTarget.closest<HTMLElement>(".react-flow__node");
          event.currentTarget.blur();
          card?.focus();
        }
      }}
    />
  );
}
