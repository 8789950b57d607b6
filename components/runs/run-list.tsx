"use client";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { ListTree } from "lucide-react";
import { useDeferredValue, useEffect } from "react";
import { useAddress } from "#components/address/use-address.ts";
import { fetchJson } from "#components/shell/fetch-json.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { toast, toastError } from "#components/ui/toast.tsx";
import type { ActionResult } from "#lib/access/action-result.ts";
import type { FlowSummary } from "#lib/flow-store/contract.ts";
import type { RunView } from "#lib/runs/events.ts";
import { everyRun, RunFilters, type RunFilterValues, runChoices } from "./run-filters.tsx";
import { RunRow } from "./run-row.tsx";

export type RunActions = {
  rerun(input: { runId: string }): Promise<ActionResult<{ runId: string }>>;
  cancel(input: { runId: string }): Promise<ActionResult<null>>;
};

type Page = { runs: RunView[]; nextCursor: string | null };
/** As many pages as an address brings back; older runs are one press away. */
const mostPages = 20;
const pageCounts = Array.from({ length: mostPages }, (_, index) => String(index + 1));
const inAddress = { ...everyRun, pages: "1" };
const choices = { ...runChoices, pages: pageCounts };

const periods: Record<string, number> = { hour: 3_600_000, day: 86_400_000, week: 604_800_000 };

function queryOf(filter: RunFilterValues, cursor: string | null): string {
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

type Props = { canStart: boolean; canCancel: boolean; actions: RunActions };

export function RunList({ canStart, canCancel, actions }: Props) {
  const [address, change] = useAddress(inAddress, choices);
  const { pages: _shown, ...asked } = useDeferredValue(address);
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
  const filtered = Object.values(asked).some((value) => value !== "");
  // Another filter is another list, which begins at its beginning.
  const narrow = (patch: Partial<RunFilterValues>) => change({ ...patch, pages: "1" });

  const wanted = Number(address.pages);
  const { data, hasNextPage, isFetching, isPlaceholderData, fetchNextPage } = list;
  useEffect(() => {
    const fetched = data?.pages.length ?? 0;
    if (fetched === 0 || fetched >= wanted || isPlaceholderData) return;
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [data, wanted, hasNextPage, isFetching, isPlaceholderData, fetchNextPage]);

  function showOlder() {
    const fetched = data?.pages.length ?? 0;
    change({ pages: String(Math.min(fetched + 1, mostPages)) });
    if (fetched >= mostPages) void fetchNextPage();
  }

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
      <RunFilters flows={flows.data ?? []} values={address} onChange={narrow} />
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
            action={filtered && <Button onClick={() => narrow(everyRun)}>Clear the filters</Button>}
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
                canCancel={canCancel}
                onRerun={() => void rerun(run)}
                onCancel={() => void cancel(run)}
              />
            ))}
          </ul>
        )}
      </Card>
      {list.hasNextPage && (
        <div className="flex justify-center py-4">
          <Button pending={list.isFetchingNextPage} onClick={showOlder}>
            Show older runs
          </Button>
        </div>
      )}
    </>
  );
}
