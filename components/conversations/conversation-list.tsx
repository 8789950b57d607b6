"use client";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { MessagesSquare, Search } from "lucide-react";
import { useDeferredValue } from "react";
import { useAddress } from "#components/address/use-address.ts";
import { fetchJson } from "#components/shell/fetch-json.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { Select } from "#components/ui/select.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import type { ConversationView } from "#lib/chat/desk/contract.ts";
import type { FlowSummary } from "#lib/flow-store/contract.ts";
import { oneOrMany } from "#lib/words/counted.ts";
import { ConversationRow } from "./conversation-row.tsx";

type Page = { conversations: ConversationView[]; nextCursor: string | null; waiting: number };

const everything = { state: "", flowId: "", search: "" };
const choices = { state: ["", "parked", "open", "closed"] };

/** Every conversation with a chat flow, and which of them need somebody. */
export function ConversationList() {
  const [address, change] = useAddress(everything, choices);
  const asked = useDeferredValue(address);
  const flows = useQuery({
    queryKey: ["flows"],
    queryFn: ({ signal }) => fetchJson<FlowSummary[]>("/api/ui/flows", signal),
  });
  const list = useInfiniteQuery({
    queryKey: ["conversations", asked],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== ""));
      if (pageParam !== null) query.set("cursor", pageParam);
      return fetchJson<Page>(`/api/ui/conversations?${query}`, signal);
    },
    initialPageParam: null as string | null /* widens the literal for later pages */,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: 5_000,
  });
  const conversations = list.data?.pages.flatMap((page) => page.conversations) ?? [];
  const waiting = list.data?.pages[0]?.waiting ?? 0;
  const filtered = Object.values(asked).some((value) => value !== "");
  const chats = (flows.data ?? []).filter(({ triggers }) => triggers.includes("chat"));

  return (
    <>
      <PageHeader title="Conversations">
        What visitors and flows say to each other, and where a person is needed.
      </PageHeader>
      <search className="mb-3 flex flex-wrap gap-2">
        <Segmented
          label="State"
          className="max-sm:w-full"
          value={address.state === "" ? "all" : address.state}
          onChange={(state) => change({ state: state === "all" ? "" : state })}
          options={[
            { value: "all", label: "All" },
            {
              value: "parked",
              label: waiting > 0 ? `Needs a person (${waiting})` : "Needs a person",
            },
            { value: "open", label: "Open" },
            { value: "closed", label: "Closed" },
          ]}
        />
        <span className="relative min-w-48 flex-1">
          <Search
            aria-hidden="true"
            className="pointer-events-none absolute top-2 left-2.5 size-4 text-muted"
          />
          <TextInput
            type="search"
            aria-label="Search conversations"
            placeholder="What was said, or a name"
            className="pl-8"
            maxLength={200}
            value={address.search}
            onChange={(event) => change({ search: event.target.value })}
          />
        </span>
        <Select
          aria-label="Flow"
          className="w-44 max-sm:w-full"
          value={address.flowId}
          onChange={(event) => change({ flowId: event.target.value })}
          options={[
            { value: "", label: "All flows" },
            ...chats.map(({ id, name }) => ({ value: id, label: name })),
            ...(address.flowId !== "" && !chats.some(({ id }) => id === address.flowId)
              ? [{ value: address.flowId, label: "One flow" }]
              : []),
          ]}
        />
      </search>
      <p className="sr-only" aria-live="polite">
        {waiting > 0 ? `${waiting} ${oneOrMany(waiting, "needs", "need")} a person.` : ""}
      </p>
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
        ) : conversations.length === 0 ? (
          <EmptyState
            icon={<MessagesSquare className="size-5" />}
            title={filtered ? "Nothing matches" : "Nobody has written yet"}
            action={
              filtered && <Button onClick={() => change(everything)}>Clear the filters</Button>
            }
          >
            {filtered
              ? "No conversation fits all of these filters."
              : "Publish a flow that starts with “Chat message”: what visitors write shows up here."}
          </EmptyState>
        ) : (
          <ul className="divide-y divide-line">
            {conversations.map((conversation) => (
              <ConversationRow key={conversation.id} conversation={conversation} />
            ))}
          </ul>
        )}
      </Card>
      {list.hasNextPage && (
        <div className="flex justify-center py-4">
          <Button pending={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Show older conversations
          </Button>
        </div>
      )}
    </>
  );
}
