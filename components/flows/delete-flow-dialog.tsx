"use client";
import { ImpactNote } from "#components/queue/impact-note.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import type { FlowSummary } from "#lib/flow-store/contract.ts";
import { lossOf } from "./loss-of.ts";

type Props = { flow: FlowSummary; onClose: () => void; onConfirm: () => Promise<void> };

/** Asked while the flow is live or has runs under way: undoing does not bring those runs back. */
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
      {flow.state !== "draft" && <p>It is live. {lossOf(flow.triggers)}</p>}
      <ImpactNote target={{ flowId: flow.id }}>{(runs) => <>It has {runs}.</>}</ImpactNote>
      <p>
        Its runs under way are cancelled. You can undo the deletion right afterwards; that brings
        the flow back, but not those runs.
      </p>
    </ConfirmDialog>
  );
}
