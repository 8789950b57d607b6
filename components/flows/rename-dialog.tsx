"use client";
import { type FormEvent, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { FormField } from "#components/ui/form-field.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import type { FlowSummary } from "#lib/flow-store/contract.ts";
import type { FlowActions } from "./flow-actions.ts";

type Props = {
  flow: FlowSummary;
  actions: FlowActions;
  onClose: () => void;
  onDone: () => Promise<void>;
};

export function RenameDialog({ flow, actions, onClose, onDone }: Props) {
  const [name, setName] = useState(flow.name);
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<string>();

  async function rename(event: FormEvent) {
    event.preventDefault();
    setPending(true);
    const result = await actions.rename({ flowId: flow.id, name });
    if (result.ok) {
      await onDone();
      return onClose();
    }
    setError(result.error.issues?.[0]?.message ?? result.error.message);
    setPending(false);
  }

  return (
    <Dialog
      open
      size="sm"
      onOpenChange={(open) => !open && onClose()}
      title="Rename flow"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="rename-flow" pending={pending}>
            Rename
          </Button>
        </>
      }
    >
      <form id="rename-flow" onSubmit={rename} noValidate>
        <FormField label="Name" error={error} required>
          <TextInput
            autoFocus
            value={name}
            maxLength={80}
            onChange={(event) => setName(event.target.value)}
          />
        </FormField>
      </form>
    </Dialog>
  );
}
