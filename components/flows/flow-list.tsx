"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus, Search, Workflow } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { fetchJson } from "#components/shell/fetch-json.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Select } from "#components/ui/select.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import { toast, toastError } from "#components/ui/toast.tsx";
import type { FlowSummary } from "#lib/flow-store/contract.ts";
import { filterFlows, foldersOf } from "./filter-flows.ts";
import type { FlowActions } from "./flow-actions.ts";
import { FlowRow } from "./flow-row.tsx";
import { NewFlowDialog } from "./new-flow-dialog.tsx";
import { OrganiseDialog } from "./organise-dialog.tsx";
import { RenameDialog } from "./rename-dialog.tsx";

type Props = { initial: FlowSummary[]; canEdit: boolean; actions: FlowActions };
type Open = { dialog: "new" | "rename" | "organise"; flow: FlowSummary | null } | null;

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
  const [search, setSearch] = useState("");
  const [folder, setFolder] = useState("all");
  const [state, setState] = useState("all");
  const [open, setOpen] = useState<Open>(null);

  const refresh = () => client.invalidateQueries({ queryKey: ["flows"] });
  const shown = filterFlows(flows, {
    search,
    state,
    folder: folder === "all" ? null : folder.slice(1),
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

      {flows.length > 0 && (
        <search className="mb-3 flex flex-wrap gap-2">
          <span className="relative min-w-48 flex-1">
            <Search
              aria-hidden="true"
              className="pointer-events-none absolute top-2 left-2.5 size-4 text-muted"
            />
            <TextInput
              type="search"
              aria-label="Search flows"
              placeholder="Search by name, tag or folder"
              className="pl-8"
              value={search}
              onChange={(event) => setSearch(event.target.value)}
            />
          </span>
          {folders.length > 0 && (
            <Select
              aria-label="Folder"
              className="w-40"
              value={folder}
              onChange={(event) => setFolder(event.target.value)}
              options={[
                { value: "all", label: "All folders" },
                ...folders.map((name) => ({ value: `/${name}`, label: name })),
                { value: "/", label: "No folder" },
              ]}
            />
          )}
          <Select
            aria-label="State"
            className="w-40"
            value={state}
            onChange={(event) => setState(event.target.value)}
            options={[
              { value: "all", label: "Every state" },
              { value: "live", label: "Live" },
              { value: "changed", label: "Live, changed" },
              { value: "draft", label: "Draft" },
            ]}
          />
        </search>
      )}

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
              action={
                <Button
                  onClick={() => {
                    setSearch("");
                    setFolder("all");
                    setState("all");
                  }}
                >
                  Clear the filters
                </Button>
              }
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
                  onRemove={() => void remove(flow)}
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
