"use client";
import { ImpactNote } from "#components/queue/impact-note.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import type { FlowSummary } from "#lib/flow-store/contract.ts";

type Props = { flow: FlowSummary; onClose: () => void; onConfirm: () => Promise<void> };

/** Asked only while the flow has runs under way: they end, and undoing does not bring them back. */
export function DeleteFlowDialog({ flow, onClose, onConfirm }: Props) {
  return (
    <ConfirmDialog
      open
      danger
      onOpenChange={(open) => !open && onClose()}
      title={`Delete “${flow.name}”?`}
      confirmLabel="Delete flow"
      onConfirm={onConfirm}
    >
      <ImpactNote target={{ flowId: flow.id }}>{(runs) => <>It has {runs}.</>}</ImpactNote>
      <p>
        Its runs under way are cancelled. You can undo the deletion right afterwards; that brings
        the flow back, but not those runs.
      </p>
    </ConfirmDialog>
  );
}
