"use client";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { PlugZap } from "lucide-react";
import Link from "next/link";
import { useAddress } from "#components/address/use-address.ts";
import { fetchJson } from "#components/shell/fetch-json.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Card } from "#components/ui/card.tsx";
import { formatDuration } from "#components/ui/duration.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Select } from "#components/ui/select.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { type UsePage, usageRetentionDays } from "#lib/audit/contract.ts";
import { explainUse } from "#lib/audit/explain-use.ts";

type Use = UsePage["uses"][number];

const everyConnection = { connection: "" };
const anything = {};

/** What connections were used for, request by request. */
export function UsageList({
  connections,
}: {
  connections: readonly { id: string; name: string }[];
}) {
  const [{ connection }, change] = useAddress(everyConnection, anything);
  const list = useInfiniteQuery({
    queryKey: ["uses", connection],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams();
      if (connection !== "") query.set("connectionId", connection);
      if (pageParam !== null) query.set("cursor", pageParam);
      return fetchJson<UsePage>(`/api/ui/uses?${query}`, signal);
    },
    initialPageParam: null as string | null /* widens the literal for later pages */,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
  const uses = list.data?.pages.flatMap((page) => page.uses) ?? [];
  const options = connections.map(({ id, name }) => ({ value: id, label: name }));
  if (connection !== "" && !connections.some(({ id }) => id === connection)) {
    options.push({ value: connection, label: "A deleted connection" });
  }

  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <Select
          aria-label="Connection"
          className="w-full sm:w-64"
          value={connection}
          onChange={(event) => change({ connection: event.target.value })}
          options={[{ value: "", label: "All connections" }, ...options]}
        />
        <p className="text-muted text-sm">
          Every request that a step sent with a connection, kept for {usageRetentionDays} days.
        </p>
      </div>
      {list.error && (
        <Callout tone="bad" role="alert" title="The usage log could not be read.">
          {list.error.message}
        </Callout>
      )}
      <Card className="overflow-hidden">
        {list.isPending ? (
          <div className="flex flex-col gap-4 p-4">
            {["a", "b", "c"].map((row) => (
              <Skeleton key={row} className="h-10 w-full" />
            ))}
          </div>
        ) : uses.length === 0 ? (
          <EmptyState
            icon={<PlugZap className="size-5" />}
            title={connection === "" ? "No connection was used yet" : "It was not used"}
          >
            When a step of a flow sends a request with a connection, it is noted here: never with
            its secret, its query or its content.
          </EmptyState>
        ) : (
          <ul className="divide-y divide-line">
            {uses.map((use) => (
              <UseRow key={use.id} use={use} />
            ))}
          </ul>
        )}
      </Card>
      {list.hasNextPage && (
        <div className="flex justify-center py-4">
          <Button pending={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Show older uses
          </Button>
        </div>
      )}
    </>
  );
}

function UseRow({ use }: { use: Use }) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
      <div className="min-w-0 flex-1 basis-72">
        <p className="break-all font-mono text-sm">
          {use.operation} <span className="text-muted">{use.host}</span>
        </p>
        <p className="text-muted text-sm">
          {use.connectionName ?? "A connection that is gone"} in{" "}
          <Link
            href={`/flows/${use.flowId}/runs/${use.runId}`}
            className="text-accent-text underline underline-offset-2"
          >
            a run of {use.flowName ?? "a flow that is gone"}
          </Link>
        </p>
        {use.status === null && (
          <p className="text-bad text-sm">
            {explainUse(use.errorCode)}{" "}
            {use.errorCode !== null && <code className="text-faint text-xs">{use.errorCode}</code>}
          </p>
        )}
      </div>
      <Badge tone={use.status === null || use.status >= 400 ? "bad" : "ok"}>
        {use.status ?? "no answer"}
      </Badge>
      <span className="w-16 text-right text-muted text-sm">{formatDuration(use.durationMs)}</span>
      <span className="w-28 text-right text-muted text-sm">
        <TimeAgo at={use.at} />
      </span>
    </li>
  );
}
