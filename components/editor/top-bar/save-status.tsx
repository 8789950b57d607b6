"use client";
import { Check, CloudOff } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { cx } from "#components/ui/cx.ts";
import { Spinner } from "#components/ui/spinner.tsx";
import type { SaveState } from "../store/contract.ts";
import { useEditor, useEditorActions } from "../store/editor-context.tsx";
import { showEditorUi } from "../store/editor-ui.ts";
import { RefusedSave } from "./refused-save.tsx";

/** Whether something is not saved that will not save itself. */
export function useSaveTrouble(): boolean {
  return useEditor(
    ({ save, canEdit }) => canEdit && (save.kind === "conflict" || save.kind === "failed"),
  );
}

/**
 * Where the newest edit is: here, on its way, or on the server. `brief`: as a sign alone, while all is
 * well.
 */
export function SaveStatus({ brief = false }: { brief?: boolean }) {
  const save = useEditor((state) => state.save);
  const canEdit = useEditor((state) => state.canEdit);
  const { flush } = useEditorActions();
  const words = brief ? "sr-only" : "truncate";
  if (!canEdit) return <span className={cx("text-muted text-sm", words)}>Read only</span>;
  if (save.kind === "conflict") {
    return (
      <span role="alert" className="flex items-center gap-2 text-bad text-sm">
        Changed by somebody else
        <Button size="sm" variant="danger" onClick={() => showEditorUi({ dialog: "conflict" })}>
          Compare
        </Button>
      </span>
    );
  }
  if (save.kind === "failed") {
    return (
      <span role="alert" className="flex min-w-0 items-center gap-2 text-bad text-sm">
        <CloudOff className="size-4 shrink-0" />
        <span className="truncate" title={save.message}>
          Not saved: {save.message}
        </span>
        {save.next === undefined ? (
          <Button size="sm" onClick={() => void flush()}>
            Try again
          </Button>
        ) : (
          <RefusedSave message={save.message} next={save.next} step={save.step} />
        )}
      </span>
    );
  }
  return (
    <span role="status" className="flex min-w-0 items-center gap-1.5 text-muted text-sm">
      {save.kind === "saving" && <Spinner className="size-3" />}
      {save.kind === "saved" && <Check aria-hidden="true" className="size-3.5 shrink-0" />}
      <span className={words}>{inWords(save)}</span>
    </span>
  );
}

function inWords(save: SaveState): string {
  if (save.kind !== "saved") return save.kind === "saving" ? "Saving" : "Unsaved";
  if (save.from === undefined) return "Saved";
  return save.from === "" ? "Updated from another tab" : `Updated with ${save.from}'s changes`;
}
