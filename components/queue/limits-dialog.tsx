"use client";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { FormField } from "#components/ui/form-field.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import { toast, toastError } from "#components/ui/toast.tsx";
import { type RunLimits, runLimits } from "#lib/operations/contract.ts";
import { counted } from "#lib/words/counted.ts";
import type { QueueActions } from "./queue-actions.ts";

type Props = {
  limits: RunLimits;
  actions: Pick<QueueActions, "setLimits">;
  onClose: () => void;
  onDone: () => Promise<void>;
};

const fields = [
  {
    key: "maxRunning",
    label: "Runs at once",
    help: "Over all workers. Further ones wait in the queue.",
    wrong: "A whole number from 1 to 10,000.",
  },
  {
    key: "maxQueued",
    label: "Longest queue",
    help: "When this many wait, webhooks are asked to try again later.",
    wrong: "A whole number from 1 to 1,000,000.",
  },
  {
    key: "retentionDays",
    label: "Keep ended runs, in days",
    help: "Older ones are deleted for good, failed ones that need somebody 30 days later.",
    wrong: "A whole number from 1 to 3,650.",
  },
  {
    key: "storageMb",
    label: "Room for files, in MB",
    help: "What visitors upload and steps keep. When it is full, no more is taken.",
    wrong: "A whole number from 10 to 1,000,000.",
  },
  {
    key: "fileDays",
    label: "Keep files, in days",
    help: "For those that come from now on; their addresses end with them.",
    wrong: "A whole number from 1 to 3,650.",
  },
] as const;

function mapLimits<T>(of: (key: keyof RunLimits) => T): Record<keyof RunLimits, T> {
  const pairs = fields.map(({ key }) => [key, of(key)]);
  return Object.fromEntries(pairs) as Record<keyof RunLimits, T>; // a field for each limit
}

/** How many runs may be under way and wait, and how long they are kept. */
export function LimitsDialog({ limits, actions, onClose, onDone }: Props) {
  const [typed, setTyped] = useState(mapLimits((key) => String(limits[key])));
  const [pending, setPending] = useState(false);
  const wanted = mapLimits((key) => Number(typed[key]));
  const isWrong = (key: keyof RunLimits) => !runLimits.shape[key].safeParse(wanted[key]).success;
  const shortened = wanted.retentionDays < limits.retentionDays && !isWrong("retentionDays");

  async function save() {
    setPending(true);
    const result = await actions.setLimits(wanted);
    setPending(false);
    if (!result.ok) return toastError(result.error);
    await onDone();
    toast({ title: "The limits hold from now on.", tone: "ok" });
    onClose();
  }

  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Limits" size="sm">
      <form
        className="flex flex-col gap-3 pb-3"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {fields.map(({ key, label, help, wrong }) => (
          <FormField key={key} label={label} help={help} error={isWrong(key) ? wrong : undefined}>
            <TextInput
              inputMode="numeric"
              value={typed[key]}
              onChange={(event) => setTyped({ ...typed, [key]: event.target.value })}
            />
          </FormField>
        ))}
        {shortened && (
          <p role="status" className="text-sm text-warn">
            Within the hour, runs that ended more than {counted(wanted.retentionDays, "day")} ago
            are deleted. This cannot be undone.
          </p>
        )}
        <div className="flex justify-end gap-2 pt-1">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            variant="primary"
            pending={pending}
            disabled={fields.some(({ key }) => isWrong(key))}
          >
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
