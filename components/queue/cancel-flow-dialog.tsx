"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { fetchJson } from "#components/shell/fetch-json.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { FormField } from "#components/ui/form-field.tsx";
import { Select } from "#components/ui/select.tsx";
import { toast, toastError } from "#components/ui/toast.tsx";
import type { FlowSummary } from "#lib/flow-store/contract.ts";
import { counted } from "#lib/words/counted.ts";
import { ImpactNote } from "./impact-note.tsx";
import type { QueueActions } from "./queue-actions.ts";

type Props = {
  actions: Pick<QueueActions, "cancelFlow">;
  onClose: () => void;
  onDone: () => Promise<void>;
};

/** Ends everything that one flow has under way. */
export function CancelFlowDialog({ actions, onClose, onDone }: Props) {
  const [flowId, setFlowId] = useState("");
  const [pending, setPending] = useState(false);
  const flows = useQuery({
    queryKey: ["flows"],
    queryFn: ({ signal }) => fetchJson<FlowSummary[]>("/api/ui/flows", signal),
  });

  async function cancel() {
    setPending(true);
    const result = await actions.cancelFlow({ flowId });
    setPending(false);
    if (!result.ok) return toastError(result.error);
    const { canceled } = result.value;
    toast({
      title:
        canceled === 0
          ? "This flow had no run under way."
          : `${counted(canceled, "run was", "runs were")} cancelled.`,
    });
    onClose();
    await onDone();
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Cancel a flow's runs"
      size="sm"
      footer={
        <>
          <Button onClick={onClose}>Keep them</Button>
          <Button
            variant="danger"
            disabled={flowId === ""}
            pending={pending}
            onClick={() => void cancel()}
          >
            Cancel its runs
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <FormField
          label="Flow"
          help="Its queued, running and waiting runs end as cancelled. What a step has sent already stays sent."
        >
          <Select
            value={flowId}
            onChange={(event) => setFlowId(event.target.value)}
            options={[
              { value: "", label: "Choose a flow" },
              ...(flows.data ?? []).map((flow) => ({ value: flow.id, label: flow.name })),
            ]}
          />
        </FormField>
        {flowId !== "" && (
          <ImpactNote target={{ flowId }}>{(runs) => <>It has {runs} right now.</>}</ImpactNote>
        )}
      </div>
    </Dialog>
  );
}
