"use client";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Popover } from "#components/ui/popover.tsx";
import { useEditor, useEditorActions } from "../store/editor-context.tsx";

type Props = {
  message: string;
  next: string;
  step: { id: string; isNew: boolean } | undefined;
};

/** What the server does not take, whole, and the ways on: nothing of the rest is given up for it. */
export function RefusedSave({ message, next, step }: Props) {
  const [open, setOpen] = useState(false);
  const name = useEditor(({ document }) => document.nodes.find(({ id }) => id === step?.id)?.name);
  const { flush, putBack, reveal } = useEditorActions();
  const then = (act: () => void) => () => {
    setOpen(false);
    act();
  };
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label="Why it is not saved"
      className="w-80"
      trigger={<Button size="sm">What now?</Button>}
    >
      <div className="flex flex-col gap-3 p-3 text-sm">
        <p className="wrap-anywhere text-bad">{message}</p>
        <p>{next}</p>
        <p className="text-muted">
          Nothing is lost: all your changes stay here, are kept in this browser, and are saved as
          soon as this is settled.
        </p>
        <div className="flex flex-wrap gap-2">
          {step !== undefined && name !== undefined && (
            <>
              {!step.isNew && (
                <Button size="sm" variant="primary" onClick={then(() => putBack(step.id))}>
                  Put “{name}” back
                </Button>
              )}
              <Button size="sm" onClick={then(() => reveal(step.id))}>
                Show the step
              </Button>
            </>
          )}
          <Button size="sm" onClick={then(() => void flush())}>
            Try again
          </Button>
        </div>
      </div>
    </Popover>
  );
}
