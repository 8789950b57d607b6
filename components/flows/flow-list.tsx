"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus, Workflow } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useAddress } from "#components/address/use-address.ts";
import { impactPath } from "#components/queue/use-impact.ts";
import { fetchJson } from "#components/shell/fetch-json.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { toast, toastError } from "#components/ui/toast.tsx";
import type { FlowSummary } from "#lib/flow-store/contract.ts";
import type { Impact } from "#lib/operations/contract.ts";
import { DeleteFlowDialog } from "./delete-flow-dialog.tsx";
import { filterFlows, foldersOf } from "./filter-flows.ts";
import type { FlowActions } from "./flow-actions.ts";
import { everyFlow, FlowFilters, flowChoices } from "./flow-filters.tsx";
import { FlowRow } from "./flow-row.tsx";
import { NewFlowDialog } from "./new-flow-dialog.tsx";
import { OrganiseDialog } from "./organise-dialog.tsx";
import { RenameDialog } from "./rename-dialog.tsx";

type Props = { initial: FlowSummary[]; canEdit: boolean; actions: FlowActions };
type Open = { dialog: "new" | "rename" | "organise" | "delete"; flow: FlowSummary | null } | null;

export function FlowList({ initial, canEdit, actions }: Props) {
  const router = useRouter();
  const client = useQueryClient();
  const {
    data: flows = [],
    error,
    isPending,
  } = useQuery({
    queryKey: ["flows"],
    queryFn: ({ signal }) => fetchJson<FlowSummary[]>("/api/ui/flows", signal),
    initialData: initial,
    refetchInterval: 15_000,
  });
  const [filter, change] = useAddress(everyFlow, flowChoices);
  const [open, setOpen] = useState<Open>(null);

  const refresh = () => client.invalidateQueries({ queryKey: ["flows"] });
  const shown = filterFlows(flows, {
    ...filter,
    folder: filter.folder === "all" ? null : filter.folder.slice(1),
  });
  const folders = foldersOf(flows);

  async function duplicate(flow: FlowSummary) {
    const result = await actions.duplicate({ flowId: flow.id });
    if (!result.ok) return toastError(result.error);
    await refresh();
    toast({
      title: `“${flow.name}” was duplicated.`,
      action: { label: "Open the copy", onClick: () => router.push(`/flows/${result.value.id}`) },
    });
  }

  /** Deletes at once what can be undone whole; asks when runs would be lost or somebody be cut off. */
  async function askToRemove(flow: FlowSummary) {
    if (flow.state !== "draft") return setOpen({ dialog: "delete", flow });
    const impact = await fetchJson<Impact>(impactPath({ flowId: flow.id })).catch(() => null);
    if (impact !== null && impact.queued + impact.running + impact.waiting === 0) {
      return remove(flow);
    }
    setOpen({ dialog: "delete", flow });
  }

  async function remove(flow: FlowSummary) {
    const result = await actions.remove({ flowId: flow.id });
    if (!result.ok) return toastError(result.error);
    await refresh();
    toast({
      title: `“${flow.name}” was deleted.`,
      detail: flow.state === "draft" ? undefined : "It no longer answers visitors and webhooks.",
      action: {
        label: "Undo",
        onClick: () => {
          void actions.restore({ flowId: flow.id }).then((restored) => {
            if (!restored.ok) toastError(restored.error);
            return refresh();
          });
        },
      },
    });
  }

  return (
    <>
      <PageHeader
        title="Flows"
        actions={
          canEdit && (
            <Button
              variant="primary"
              icon={<Plus className="size-4" />}
              onClick={() => setOpen({ dialog: "new", flow: null })}
            >
              New flow
            </Button>
          )
        }
      >
        What your chatbot and your webhooks do.
      </PageHeader>

      {flows.length > 0 && <FlowFilters folders={folders} values={filter} onChange={change} />}

      {error && (
        <Callout tone="bad" role="alert" title="The list could not be brought up to date.">
          {error.message}
        </Callout>
      )}

      {isPending ? (
        <Skeleton className="h-40 w-full" />
      ) : (
        <Card className="overflow-hidden">
          {flows.length === 0 ? (
            <EmptyState
              icon={<Workflow className="size-5" />}
              title="No flows yet"
              action={
                canEdit && (
                  <Button variant="primary" onClick={() => setOpen({ dialog: "new", flow: null })}>
                    Create your first flow
                  </Button>
                )
              }
            >
              A flow starts when a visitor writes, when a webhook arrives, or by hand, and then does
              what you draw.
            </EmptyState>
          ) : shown.length === 0 ? (
            <EmptyState
              title="Nothing matches"
              action={<Button onClick={() => change(everyFlow)}>Clear the filters</Button>}
            >
              No flow has all of these words in its name, tags or folder.
            </EmptyState>
          ) : (
            <ul className="divide-y divide-line">
              {shown.map((flow) => (
                <FlowRow
                  key={flow.id}
                  flow={flow}
                  canEdit={canEdit}
                  onRename={() => setOpen({ dialog: "rename", flow })}
                  onOrganise={() => setOpen({ dialog: "organise", flow })}
                  onDuplicate={() => void duplicate(flow)}
                  onRemove={() => void askToRemove(flow)}
                />
              ))}
            </ul>
          )}
        </Card>
      )}

      {open?.dialog === "new" && (
        <NewFlowDialog actions={actions} folders={folders} onClose={() => setOpen(null)} />
      )}
      {open?.dialog === "rename" && open.flow && (
        <RenameDialog
          flow={open.flow}
          actions={actions}
          onClose={() => setOpen(null)}
          onDone={refresh}
        />
      )}
      {open?.dialog === "delete" && open.flow && (
        <DeleteFlowDialog
          flow={open.flow}
          onClose={() => setOpen(null)}
          onConfirm={() => remove(open.flow as FlowSummary /* checked just above */)}
        />
      )}
      {open?.dialog === "organise" && open.flow && (
        <OrganiseDialog
          flow={open.flow}
          folders={folders}
          actions={actions}
          onClose={() => setOpen(null)}
          onDone={refresh}
        />
      )}
    </>
  );
}
