"use client";
import { type FormEvent, useState } from "react";
import { tryAction } from "#components/account/try-action.ts";
import { useFocusInvalid } from "#components/account/use-focus-invalid.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { FormField } from "#components/ui/form-field.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import type { ActionError } from "#lib/access/action-result.ts";
import { createWorkspace } from "./actions.ts";

/** Starts a workspace and goes there. */
export function NewWorkspaceDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState("");
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<ActionError>();
  const form = useFocusInvalid(error);

  async function create(event: FormEvent) {
    event.preventDefault();
    setPending(true);
    const result = await tryAction(() => createWorkspace({ name }));
    if (result.ok) return window.location.assign("/flows");
    setPending(false);
    setError(result.error);
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="New workspace"
      description="With its own flows, connections and people. You are its owner."
      size="sm"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="new-workspace" pending={pending}>
            Create workspace
          </Button>
        </>
      }
    >
      <form ref={form} id="new-workspace" onSubmit={create} noValidate>
        <FormField
          label="Name"
          error={error === undefined ? undefined : (error.issues?.[0]?.message ?? error.message)}
          help="It starts with the example flow."
        >
          <TextInput
            autoComplete="off"
            value={name}
            maxLength={80}
            autoFocus
            onChange={(event) => setName(event.target.value)}
            required
          />
        </FormField>
      </form>
    </Dialog>
  );
}
