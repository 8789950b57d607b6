"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { tryAction } from "#components/account/try-action.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import type { JsonObject } from "#lib/flow/json.ts";
import type { Change, SystemSummary } from "#lib/systems/contract.ts";
import { emptyWritten } from "#lib/systems/written/written-fields.ts";
import { ChangeList } from "./change-list.tsx";
import type { SystemActions } from "./system-actions.ts";
import { WrittenForm } from "./written-form.tsx";

type Props = { system: SystemSummary; save: SystemActions["refresh"]; onClose: () => void };

/** Changes a system that was described by hand, and shows what that changed. */
export function EditDialog({ system, save, onClose }: Props) {
  const router = useRouter();
  const [values, setValues] = useState<JsonObject>(system.written ?? emptyWritten);
  // As it was when it was opened: what others change meanwhile is not undone.
  const [since] = useState(system.refreshedAt);
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<string>();
  const [changes, setChanges] = useState<Change[]>();

  async function submit() {
    setError(undefined);
    setPending(true);
    const result = await tryAction(() =>
      save({ systemId: system.id, source: { written: values, since } }),
    );
    setPending(false);
    if (!result.ok) return setError([result.error.message, result.error.next].join(" "));
    setChanges(result.value.changes);
    router.refresh();
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={changes === undefined ? `Edit “${system.name}”` : "What changed"}
      {...(changes === undefined && {
        description: "Steps keep the operation as they have it until somebody takes the new one.",
      })}
      size="lg"
      footer={
        changes === undefined ? (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="primary" pending={pending} onClick={submit}>
              Save
            </Button>
          </>
        ) : (
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        )
      }
    >
      {changes === undefined ? (
        <WrittenForm values={values} error={error} onChange={setValues} />
      ) : changes.length === 0 ? (
        <Callout tone="ok">Nothing has changed.</Callout>
      ) : (
        <ChangeList changes={changes} />
      )}
    </Dialog>
  );
}
