"use client";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { toast, toastError } from "#components/ui/toast.tsx";
import { useEditor, useEditorActions, useEditorStore } from "../store/editor-context.tsx";
import { Differences } from "./conflict/differences.tsx";

/** Two people changed the flow: both versions, and the choice. Neither is lost. */
export function ConflictDialog({ onClose }: { onClose: () => void }) {
  const save = useEditor((state) => state.save);
  const mine = useEditor((state) => state.document);
  const { keepMine, takeTheirs } = useEditorActions();
  const store = useEditorStore();
  const [pending, setPending] = useState(false);
  if (save.kind !== "conflict") return null;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="lg"
      reading
      title="Two versions of this flow"
      description={`${save.savedBy} saved it while you were editing. Choose one; the other is set aside in the history.`}
      footer={
        <>
          <Button
            disabled={pending}
            onClick={async () => {
              setPending(true);
              const answer = await takeTheirs();
              setPending(false);
              if (!answer.ok) return toastError(answer.error);
              onClose();
              toast({
                title: `You now have ${save.savedBy}'s version.`,
                detail: "Undo brings yours back; it is in the history, too.",
              });
            }}
          >
            Take theirs
          </Button>
          <Button
            variant="primary"
            pending={pending}
            onClick={async () => {
              setPending(true);
              await keepMine();
              setPending(false);
              // Somebody may have saved once more meanwhile: then there is another choice to make.
              if (store.getState().save.kind !== "conflict") onClose();
            }}
          >
            Keep mine
          </Button>
        </>
      }
    >
      <p className="mb-3 text-muted text-sm">
        Mine is what you see on the canvas. Theirs was saved <TimeAgo at={save.savedAt} />.
      </p>
      <Differences mine={mine} theirs={save.theirs} />
    </Dialog>
  );
}
