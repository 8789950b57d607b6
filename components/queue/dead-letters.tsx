"use client";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { MailCheck, RotateCcw, Search } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { fetchJson } from "#components/shell/fetch-json.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Card } from "#components/ui/card.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import { toast, toastError } from "#components/ui/toast.tsx";
import type { DeadLetter } from "#lib/operations/contract.ts";
import { counted, oneOrMany } from "#lib/words/counted.ts";
import { DeadLetterRow } from "./dead-letter-row.tsx";
import type { Letters, QueueActions } from "./queue-actions.ts";

type Props = {
  /** All there are, whatever is searched for. */
  count: number;
  canOperate: boolean;
  actions: Pick<QueueActions, "redrive" | "dismiss">;
  onDone: () => Promise<void>;
};

type Page = { letters: DeadLetter[]; nextCursor: string | null };
type Asking = {
  act: "redrive" | "dismiss";
  which: Letters;
  count: number;
  /** Runs among them that stopped at a step which may have happened already. */
  uncertain: number;
} | null;

const isUncertain = ({ error }: DeadLetter) => error.code === "step_uncertain";

/** Failed runs that nobody waited for: send them again, or lay them aside. */
export function DeadLetters({ count, canOperate, actions, onDone }: Props) {
  const [search, setSearch] = useState("");
  const asked = useDeferredValue(search.trim());
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState<Asking>(null);
  const [problems, setProblems] = useState<{ runId: string; message: string }[]>([]);
  const list = useInfiniteQuery({
    // Another count is another list: what the board learns brings this up to date.
    queryKey: ["dead-letters", asked, count],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams();
      if (asked !== "") query.set("search", asked);
      if (pageParam !== null) query.set("cursor", pageParam);
      return fetchJson<Page>(`/api/ui/queue/dead-letters?${query}`, signal);
    },
    initialPageParam: null as string | null /* widens the literal for later pages */,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
  const letters = list.data?.pages.flatMap((page) => page.letters) ?? [];
  // What has left the list meanwhile is not chosen any more.
  const selected = letters.filter((letter) => chosen.has(letter.runId));

  async function act({ act: kind, which }: NonNullable<Asking>) {
    if (kind === "dismiss") {
      const result = await actions.dismiss({ which });
      if (!result.ok) return toastError(result.error);
      toast({ title: `${counted(result.value.dismissed, "run")} laid aside.` });
    } else {
      const result = await actions.redrive({ which });
      if (!result.ok) return toastError(result.error);
      const { redriven, failed, remaining } = result.value;
      setProblems(failed);
      toast({
        title: `${counted(redriven.length, "run")} sent again.`,
        detail: [
          failed.length > 0 && `${failed.length} could not be; see below.`,
          remaining > 0 &&
            `${remaining} ${oneOrMany(remaining, "is", "are")} left for the next go.`,
        ]
          .filter(Boolean)
          .join(" "),
        tone: failed.length > 0 ? "bad" : "ok",
      });
    }
    setChosen(new Set());
    await onDone();
  }

  const send = (kind: "redrive" | "dismiss", letter: DeadLetter) =>
    act({ act: kind, which: of([letter]), count: 1, uncertain: 0 });
  const choose = (runId: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(runId);
    else next.delete(runId);
    setChosen(next);
  };
  const ask = (act: "redrive" | "dismiss", rows: readonly DeadLetter[]) =>
    setAsking({
      act,
      which: of(rows),
      count: rows.length,
      uncertain: rows.filter(isUncertain).length,
    });
  const of = (rows: readonly DeadLetter[]): Letters => ({ runIds: rows.map((row) => row.runId) });

  return (
    <Card className="overflow-hidden">
      <header className="flex flex-wrap items-center gap-2 px-4 pt-4 pb-3">
        <h2 className="mr-auto font-semibold text-lg">
          Dead letters{count > 0 && ` (${count.toLocaleString("en")})`}
        </h2>
        {canOperate && count > 0 && (
          <>
            <Button
              size="sm"
              disabled={selected.length === 0}
              onClick={() => ask("dismiss", selected)}
            >
              Lay aside {selected.length > 0 && selected.length}
            </Button>
            <Button
              size="sm"
              disabled={selected.length === 0}
              onClick={() => ask("redrive", selected)}
            >
              Send again {selected.length > 0 && selected.length}
            </Button>
            <Button
              size="sm"
              icon={<RotateCcw className="size-3.5" />}
              onClick={() => setAsking({ act: "redrive", which: "all", count, uncertain: 0 })}
            >
              Send all again
            </Button>
          </>
        )}
      </header>
      {count > 0 && (
        <search className="relative block px-4 pb-3">
          <Search
            aria-hidden="true"
            className="pointer-events-none absolute top-2 left-6.5 size-4 text-muted"
          />
          <TextInput
            type="search"
            aria-label="Search dead letters"
            placeholder="Search by flow, error or run id"
            className="pl-8"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        </search>
      )}
      {list.error && (
        <div className="px-4 pb-3">
          <Callout tone="bad" role="alert" title="The list could not be brought up to date.">
            {list.error.message}
          </Callout>
        </div>
      )}
      {list.isPending ? (
        <div className="flex flex-col gap-3 px-4 pb-4">
          {["a", "b"].map((row) => (
            <Skeleton key={row} className="h-10 w-full" />
          ))}
        </div>
      ) : letters.length === 0 ? (
        <EmptyState
          icon={<MailCheck className="size-5" />}
          title={asked === "" ? "Nothing needs you" : "Nothing matches"}
          action={asked !== "" && <Button onClick={() => setSearch("")}>Clear the search</Button>}
        >
          {asked === ""
            ? "Runs that fail while nobody waits for them, such as those of webhooks and schedules, are kept here so that you can send them again."
            : "No dead letter has this in its flow's name, its error or its id."}
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line border-line border-t">
          {letters.map((letter) => (
            <DeadLetterRow
              key={letter.runId}
              letter={letter}
              problem={problems.find((one) => one.runId === letter.runId)?.message}
              canOperate={canOperate}
              chosen={chosen.has(letter.runId)}
              onChoose={(on) => choose(letter.runId, on)}
              onRedrive={() =>
                isUncertain(letter) ? ask("redrive", [letter]) : void send("redrive", letter)
              }
              onDismiss={() => void send("dismiss", letter)}
            />
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <div className="flex justify-center border-line border-t py-3">
          <Button pending={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Show older ones
          </Button>
        </div>
      )}
      {asking !== null && (
        <ConfirmDialog
          open
          onOpenChange={(open) => !open && setAsking(null)}
          title={
            asking.act === "redrive" && asking.which === "all"
              ? "Send all again?"
              : asking.act === "redrive"
                ? `Send ${counted(asking.count, "run")} again?`
                : `Lay ${counted(asking.count, "run")} aside?`
          }
          confirmLabel={asking.act === "redrive" ? "Send again" : "Lay aside"}
          onConfirm={() => act(asking)}
        >
          {asking.act === "redrive" ? (
            <p>
              Each starts from the beginning, on its flow's live version, with what came in the
              first time. Steps that had gone well then are done once more.
              {asking.which === "all" &&
                " Runs that stopped at a step which may have happened already are left out: look at each, and send it by itself."}
              {asking.count > 500 && " 500 are sent in one go; do it again for the others."}
              {asking.uncertain > 0 && (
                <strong className="mt-2 block font-medium text-bad">
                  {asking.uncertain === 1
                    ? "One stopped at a step that may have happened already: it was under way when a process died."
                    : `${asking.uncertain} stopped at a step that may have happened already: it was under way when a process died.`}{" "}
                  Sent again it is done anew, and the other side cannot tell. Look there first.
                </strong>
              )}
            </p>
          ) : (
            <p>
              They leave this list and cannot be sent again from here. The runs stay under Runs.
            </p>
          )}
        </ConfirmDialog>
      )}
    </Card>
  );
}
