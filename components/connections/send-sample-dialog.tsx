"use client";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import type { ConnectionSummary } from "#lib/connections/contract.ts";

type Props = { connection: ConnectionSummary; onClose: () => void; onConfirm: () => Promise<void> };

/** A hook can be tried only by using it: says so first. */
export function SendSampleDialog({ connection, onClose, onConfirm }: Props) {
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Send a sample to “${connection.name}”?`}
      confirmLabel="Send the sample"
      onConfirm={onConfirm}
    >
      <p>
        A hook can be tried only by using it. What hangs on it starts once, with this instead of
        real data:
      </p>
      <pre className="overflow-x-auto rounded-lg bg-sunken p-2 font-mono text-xs">
        {'{ "test": true, "source": "Patchbay", … }'}
      </pre>
    </ConfirmDialog>
  );
}
