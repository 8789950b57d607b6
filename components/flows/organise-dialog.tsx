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
  folders: string[];
  actions: FlowActions;
  onClose: () => void;
  onDone: () => Promise<void>;
};

export function OrganiseDialog({ flow, folders, actions, onClose, onDone }: Props) {
  const [folder, setFolder] = useState(flow.folder);
  const [tags, setTags] = useState(flow.tags.join(", "));
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<string>();

  async function save(event: FormEvent) {
    event.preventDefault();
    setPending(true);
    const names = tags
      .split(",")
      .map((tag) => tag.trim())
      .filter(Boolean);
    const result = await actions.organise({ flowId: flow.id, folder, tags: [...new Set(names)] });
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
      title={`Folder and tags of “${flow.name}”`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="organise-flow" pending={pending}>
            Save
          </Button>
        </>
      }
    >
      <form id="organise-flow" onSubmit={save} className="flex flex-col gap-3" noValidate>
        <FormField label="Folder" help="A new name makes a new folder; empty takes it out.">
          <TextInput
            value={folder}
            maxLength={80}
            list="known-folders"
            onChange={(event) => setFolder(event.target.value)}
          />
        </FormField>
        <datalist id="known-folders">
          {folders.map((known) => (
            <option key={known} value={known} />
          ))}
        </datalist>
        <FormField label="Tags" help="Separated by commas." error={error}>
          <TextInput value={tags} onChange={(event) => setTags(event.target.value)} />
        </FormField>
      </form>
    </Dialog>
  );
}
