"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { tryAction } from "#components/account/try-action.ts";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { FormField } from "#components/ui/form-field.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import { toast, toastError } from "#components/ui/toast.tsx";
import { type AuditSettings, leastRetentionDays, retentionInput } from "#lib/audit/contract.ts";
import type { AuditActions } from "./audit-actions.ts";
import { StreamSettings } from "./stream-settings.tsx";

type Props = { settings: AuditSettings; actions: AuditActions };

/** How long entries are kept, and where they are sent. */
export function AuditSettingsForm({ settings, actions }: Props) {
  return (
    <div className="flex max-w-2xl flex-col gap-6">
      <RetentionForm days={settings.retentionDays} save={actions.setRetention} />
      <StreamSettings stream={settings.stream} actions={actions} />
    </div>
  );
}

function RetentionForm({ days, save }: { days: number; save: AuditActions["setRetention"] }) {
  const router = useRouter();
  const [typed, setTyped] = useState(String(days));
  const [pending, setPending] = useState(false);
  const wanted = Number(typed);
  const wrong = typed.trim() === "" || !retentionInput.shape.days.safeParse(wanted).success;

  async function submit() {
    setPending(true);
    const result = await tryAction(() => save({ days: wanted }));
    setPending(false);
    if (!result.ok) return toastError(result.error);
    router.refresh();
    toast({ title: `Entries are kept for ${wanted} days.`, tone: "ok" });
  }

  return (
    <section aria-labelledby="audit-keeping">
      <h2 id="audit-keeping" className="mb-2 font-semibold text-lg">
        Keeping
      </h2>
      <Card className="p-4">
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            if (!wrong) void submit();
          }}
        >
          <FormField
            label="Keep entries, in days"
            help={`At least ${leastRetentionDays}. Older ones are removed for good once a day, and the log says how many.`}
            error={wrong ? `A whole number from ${leastRetentionDays} to 3,650.` : undefined}
          >
            <TextInput
              inputMode="numeric"
              className="max-w-32"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          </FormField>
          {!wrong && wanted < days && (
            <p role="status" className="text-sm text-warn">
              Within the hour, entries older than {wanted} days are removed. This cannot be undone:
              export them first if they may be needed.
            </p>
          )}
          <div>
            <Button
              type="submit"
              variant="primary"
              pending={pending}
              disabled={wrong || wanted === days}
            >
              Save
            </Button>
          </div>
        </form>
      </Card>
    </section>
  );
}
