"use client";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { FormField } from "#components/ui/form-field.tsx";
import { Select } from "#components/ui/select.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { toast, toastError } from "#components/ui/toast.tsx";
import type { ConnectionSummary } from "#lib/connections/contract.ts";
import { counted } from "#lib/words/counted.ts";
import type { ConnectionActions } from "./connection-actions.ts";

type Props = {
  connection: ConnectionSummary;
  actions: Pick<ConnectionActions, "setProbing">;
  onClose: () => void;
  onDone: () => Promise<unknown>;
};

const choices = [
  { value: "", label: "Every 6 hours" },
  { value: "15", label: "Every 15 minutes" },
  { value: "60", label: "Every hour" },
  { value: "1440", label: "Once a day" },
  { value: "10080", label: "Once a week" },
  { value: "0", label: "Never" },
];

/** How often a connection is tested without anybody asking. */
export function ProbingDialog({ connection, actions, onClose, onDone }: Props) {
  const { everyMinutes, nextAt } = connection.probing;
  const [chosen, setChosen] = useState(everyMinutes === null ? "" : String(everyMinutes));
  const [pending, setPending] = useState(false);
  const known = choices.some(({ value }) => value === chosen);

  async function save() {
    setPending(true);
    const result = await actions.setProbing({
      connectionId: connection.id,
      everyMinutes: chosen === "" ? null : Number(chosen),
    });
    setPending(false);
    if (!result.ok) return toastError(result.error);
    await onDone();
    toast({ title: `Tests of “${connection.name}” are set.`, tone: "ok" });
    onClose();
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Scheduled tests of “${connection.name}”`}
      size="sm"
    >
      <form
        className="flex flex-col gap-3 pb-3"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <FormField
          label="Test it"
          help={
            connection.settings.testUrl
              ? "One that fails is tested every hour; one whose credential is refused again and again once a day, so that no account is locked."
              : "It has no test address yet: fill one in, or there is nothing to test it by."
          }
        >
          <Select
            value={chosen}
            onChange={(event) => setChosen(event.target.value)}
            options={
              known
                ? choices
                : [
                    ...choices,
                    { value: chosen, label: `Every ${counted(Number(chosen), "minute")}` },
                  ]
            }
          />
        </FormField>
        {everyMinutes !== 0 && Date.parse(nextAt) > Date.now() && (
          <p className="text-muted text-sm">
            The next test is <TimeAgo at={nextAt} />.
          </p>
        )}
        <div className="flex justify-end gap-2 pt-1">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" pending={pending}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
