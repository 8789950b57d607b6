"use client";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Download, ScrollText } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { useAddress } from "#components/address/use-address.ts";
import { fetchJson } from "#components/shell/fetch-json.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Menu } from "#components/ui/menu.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { AuditEntryView } from "#lib/audit/contract.ts";
import { AuditFilters, type AuditFilterValues, everyEntry, queryOf } from "./audit-filters.tsx";
import { AuditRow } from "./audit-row.tsx";

type Page = { entries: AuditEntryView[]; nextCursor: string | null };
const anything = {};

/** The log, newest first, narrowed by what stands in the address. */
export function AuditList({ people }: { people: readonly { id: string; name: string }[] }) {
  const [values, change] = useAddress(everyEntry, anything);
  const asked = useDeferredValue(values);
  const [open, setOpen] = useState<string | null>(null);
  const list = useInfiniteQuery({
    queryKey: ["audit", asked],
    queryFn: ({ pageParam, signal }) => {
      const query = queryOf(asked);
      if (pageParam !== null) query.set("cursor", pageParam);
      return fetchJson<Page>(`/api/ui/audit?${query}`, signal);
    },
    initialPageParam: null as string | null /* widens the literal for later pages */,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
  const entries = list.data?.pages.flatMap((page) => page.entries) ?? [];
  const filtered = Object.values(asked).some((value) => value !== "");

  return (
    <>
      <AuditFilters people={people} values={values} onChange={change} />
      <div className="mb-3 flex justify-end gap-2">
        <ExportMenu values={values} filtered={filtered} />
      </div>
      {list.error && (
        <Callout tone="bad" role="alert" title="The log could not be read.">
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
        ) : entries.length === 0 ? (
          <EmptyState
            icon={<ScrollText className="size-5" />}
            title={filtered ? "Nothing matches" : "Nothing is on record yet"}
            action={
              filtered && <Button onClick={() => change(everyEntry)}>Clear the filters</Button>
            }
          >
            {filtered
              ? "No entry fits all of these filters."
              : "Whatever somebody changes from now on shows up here."}
          </EmptyState>
        ) : (
          <ul className="divide-y divide-line">
            {entries.map((entry) => (
              <AuditRow
                key={entry.id}
                entry={entry}
                open={open === entry.id}
                onToggle={() => setOpen(open === entry.id ? null : entry.id)}
                onNarrow={change}
              />
            ))}
          </ul>
        )}
      </Card>
      {list.hasNextPage && (
        <div className="flex justify-center py-4">
          <Button pending={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Show older entries
          </Button>
        </div>
      )}
    </>
  );
}

function ExportMenu({ values, filtered }: { values: AuditFilterValues; filtered: boolean }) {
  const download = (format: string) => () => {
    const query = queryOf(values);
    query.set("format", format);
    window.location.assign(`/api/ui/audit/export?${query}`);
  };
  return (
    <Menu
      trigger={
        <Button icon={<Download className="size-4" />}>
          {filtered ? "Export what matches" : "Export"}
        </Button>
      }
      items={[
        { label: "As a table (CSV)", onSelect: download("csv") },
        { label: "As JSON lines", onSelect: download("jsonl") },
      ]}
    />
  );
}
