"use client";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { ListTree, Search } from "lucide-react";
import { useDeferredValue, useState } from "react";
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
import type { ActionResult } from "#lib/access/action-result.ts";
import type { FlowSummary } from "#lib/flow-store/contract.ts";
import type { RunView } from "#lib/runs/events.ts";
import { RunRow } from "./run-row.tsx";

export type RunActions = {
  rerun(input: { runId: string }): Promise<ActionResult<{ runId: string }>>;
  cancel(input: { runId: string }): Promise<ActionResult<null>>;
};

type Page = { runs: RunView[]; nextCursor: string | null };
const noFilter = { search: "", flowId: "", state: "", mode: "", triggerKind: "", since: "" };

const periods: Record<string, number> = { hour: 3_600_000, day: 86_400_000, week: 604_800_000 };

function queryOf(filter: typeof noFilter, cursor: string | null): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(filter)) {
    if (value !== "" && key !== "since") query.set(key, value);
  }
  const period = periods[filter.since];
  // Rounded to the minute, so that the same page is the same query.
  if (period !== undefined) {
    const from = Math.floor((Date.now() - period) / 60_000) * 60_000;
    query.set("since", new Date(from).toISOString());
  }
  if (cursor !== null) query.set("cursor", cursor);
  return `/api/ui/runs?${query}`;
}

export function RunList({ canStart, actions }: { canStart: boolean; actions: RunActions }) {
  const [filter, setFilter] = useState(noFilter);
  const asked = useDeferredValue(filter);
  const flows = useQuery({
    queryKey: ["flows"],
    queryFn: ({ signal }) => fetchJson<FlowSummary[]>("/api/ui/flows", signal),
  });
  const list = useInfiniteQuery({
    queryKey: ["runs", asked],
    queryFn: ({ pageParam, signal }) => fetchJson<Page>(queryOf(asked, pageParam), signal),
    initialPageParam: null as string | null /* widens the literal for later pages */,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: 5_000,
  });
  const runs = list.data?.pages.flatMap((page) => page.runs) ?? [];
  const filtered = Object.values(filter).some((value) => value !== "");
  const set = (patch: Partial<typeof noFilter>) => setFilter({ ...filter, ...patch });

  async function rerun(run: RunView) {
    const result = await actions.rerun({ runId: run.id });
    if (!result.ok) return toastError(result.error);
    await list.refetch();
    toast({ title: `“${run.flowName}” runs again with the same input.`, tone: "ok" });
  }

  async function cancel(run: RunView) {
    const result = await actions.cancel({ runId: run.id });
    if (!result.ok) return toastError(result.error);
    await list.refetch();
  }

  return (
    <>
      <PageHeader title="Runs">Everything that ran, step by step, secrets taken out.</PageHeader>
      <search className="mb-3 flex flex-wrap gap-2">
        <span className="relative min-w-48 flex-1">
          <Search
            aria-hidden="true"
            className="pointer-events-none absolute top-2 left-2.5 size-4 text-muted"
          />
          <TextInput
            type="search"
            aria-label="Search runs"
            placeholder="Search by flow, error or run id"
            className="pl-8"
            value={filter.search}
            onChange={(event) => set({ search: event.target.value })}
          />
        </span>
        <Select
          aria-label="Flow"
          className="w-44"
          value={filter.flowId}
          onChange={(event) => set({ flowId: event.target.value })}
          options={[
            { value: "", label: "All flows" },
            ...(flows.data ?? []).map((flow) => ({ value: flow.id, label: flow.name })),
          ]}
        />
        <Select
          aria-label="State"
          className="w-32"
          value={filter.state}
          onChange={(event) => set({ state: event.target.value })}
          options={[
            { value: "", label: "Every state" },
            { value: "succeeded", label: "Done" },
            { value: "failed", label: "Failed" },
            { value: "waiting", label: "Waiting" },
            { value: "running", label: "Running" },
            { value: "canceled", label: "Cancelled" },
          ]}
        />
        <Select
          aria-label="Trigger"
          className="w-32"
          value={filter.triggerKind}
          onChange={(event) => set({ triggerKind: event.target.value })}
          options={[
            { value: "", label: "Any trigger" },
            { value: "chat", label: "Chat" },
            { value: "webhook", label: "Webhook" },
            { value: "manual", label: "By hand" },
          ]}
        />
        <Select
          aria-label="Live or test"
          className="w-32"
          value={filter.mode}
          onChange={(event) => set({ mode: event.target.value })}
          options={[
            { value: "", label: "Live and test" },
            { value: "live", label: "Live" },
            { value: "test", label: "Test" },
          ]}
        />
        <Select
          aria-label="Period"
          className="w-32"
          value={filter.since}
          onChange={(event) => set({ since: event.target.value })}
          options={[
            { value: "", label: "Any time" },
            { value: "hour", label: "Last hour" },
            { value: "day", label: "Last 24 hours" },
            { value: "week", label: "Last 7 days" },
          ]}
        />
      </search>
      {list.error && (
        <Callout tone="bad" role="alert" title="The list could not be brought up to date.">
          {list.error.message}
        </Callout>
      )}
      <Card className="overflow-hidden">
        {list.isPending ? (
          <div className="flex flex-col gap-4 p-4">
            {["a", "b", "c", "d"].map((row) => (
              <Skeleton key={row} className="h-10 w-full" />
            ))}
          </div>
        ) : runs.length === 0 ? (
          <EmptyState
            icon={<ListTree className="size-5" />}
            title={filtered ? "Nothing matches" : "Nothing has run yet"}
            action={
              filtered && <Button onClick={() => setFilter(noFilter)}>Clear the filters</Button>
            }
          >
            {filtered
              ? "No run fits all of these filters."
              : "Test a flow in the editor, or publish it: each run then shows up here."}
          </EmptyState>
        ) : (
          <ul className="divide-y divide-line">
            {runs.map((run) => (
              <RunRow
                key={run.id}
                run={run}
                canStart={canStart}
                onRerun={() => void rerun(run)}
                onCancel={() => void cancel(run)}
              />
            ))}
          </ul>
        )}
      </Card>
      {list.hasNextPage && (
        <div className="flex justify-center py-4">
          <Button pending={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Show older runs
          </Button>
        </div>
      )}
    </>
  );
}
