"use client";
import { useRef, useState } from "react";
import { toastError } from "#components/ui/toast.tsx";
import { useEditor, useEditorActions, useEditorServer } from "../store/editor-context.tsx";

/** The flow's name; click to rename. */
export function FlowName() {
  const name = useEditor((state) => state.flowName);
  const flowId = useEditor((state) => state.flowId);
  const canEdit = useEditor((state) => state.canEdit);
  const actions = useEditorActions();
  const server = useEditorServer();
  const [editing, setEditing] = useState(false);
  const cancelled = useRef(false);

  const commit = async (typed: string) => {
    setEditing(false);
    const next = typed.trim();
    if (cancelled.current || next === "" || next === name) return;
    actions.rename(next);
    const outcome = await server.renameFlow({ flowId, name: next }).catch(() => null);
    if (outcome?.ok) return;
    actions.rename(name);
    toastError(outcome?.error ?? { message: "The server cannot be reached, so the name stays." });
  };

  if (!canEdit || !editing) {
    return (
      <h1 className="min-w-0 shrink truncate font-semibold text-base">
        {canEdit ? (
          <button
            type="button"
            title="Rename"
            className="block max-w-80 truncate rounded-md px-1.5 py-1 hover:bg-hover max-sm:max-w-24"
            onClick={() => {
              cancelled.current = false;
              setEditing(true);
            }}
          >
            {name}
          </button>
        ) : (
          <span className="px-1.5">{name}</span>
        )}
      </h1>
    );
  }
  return (
    <input
      // biome-ignore lint/a11y/noAutofocus: it was asked for with a click
      autoFocus
      aria-label="Flow name"
      defaultValue={name}
      maxLength={80}
      className="h-8 w-64 min-w-0 rounded-md border border-accent bg-surface px-1.5 font-semibold text-base outline-none"
      onFocus={(event) => event.target.select()}
      onBlur={(event) => void commit(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === "Escape") cancelled.current = true;
        if (event.key === "Enter" || event.key === "Escape") event.currentTarget.blur();
      }}
    />
  );
}
