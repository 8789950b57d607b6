"use client";
import { useState } from "react";
import { tryAction } from "#components/account/try-action.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { toastError } from "#components/ui/toast.tsx";
import { deleteWorkspace } from "./actions.ts";

/** For owners: deletes the workspace, by its name. */
export function DeleteWorkspace({ name }: { name: string }) {
  const [open, setOpen] = useState(false);

  async function remove() {
    const result = await tryAction(() => deleteWorkspace({ name }));
    if (!result.ok) return toastError(result.error);
    window.location.assign("/flows");
  }

  return (
    <>
      <p className="mb-3 text-muted">
        With its flows, connections, runs, conversations and members' access. Nobody can bring it
        back.
      </p>
      <Button variant="danger" onClick={() => setOpen(true)}>
        Delete workspace
      </Button>
      {open && (
        <ConfirmDialog
          open
          danger
          onOpenChange={setOpen}
          title={`Delete ${name}?`}
          confirmLabel="Delete workspace"
          typeToConfirm={name}
          onConfirm={remove}
        >
          <p>
            Published flows stop at once, webhooks and chats do not answer any more, and everybody
            loses access. This cannot be undone.
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}
