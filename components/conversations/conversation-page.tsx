"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ArrowLeft, Hand, Undo2, WifiOff } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { fetchJson, RequestError } from "#components/shell/fetch-json.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Card } from "#components/ui/card.tsx";
import { toast, toastError } from "#components/ui/toast.tsx";
import type { ConversationDetail } from "#lib/chat/desk/contract.ts";
import { AnswerBox } from "./answer-box.tsx";
import { ContactFacts } from "./contact-facts.tsx";
import type { ConversationActions } from "./conversation-actions.ts";
import { ConversationMenu } from "./conversation-menu.tsx";
import { ConversationStateBadge } from "./conversation-state-badge.tsx";
import { Transcript } from "./transcript.tsx";
import { useDeskStream } from "./use-desk-stream.ts";

type Props = {
  initial: ConversationDetail;
  userId: string;
  canAnswer: boolean;
  actions: ConversationActions;
};

/** One conversation, live: to follow it, take it over, answer, and hand it back. */
export function ConversationPage({ initial, userId, canAnswer, actions }: Props) {
  const router = useRouter();
  const queries = useQueryClient();
  const [pending, setPending] = useState(false);
  const { id } = initial;
  const query = useQuery({
    queryKey: ["conversation", id],
    queryFn: ({ signal }) =>
      fetchJson<ConversationDetail>(`/api/ui/conversations/${encodeURIComponent(id)}`, signal),
    initialData: initial,
    refetchInterval: 15_000,
  });
  const conversation = query.data;
  const stream = useDeskStream(id, () => void query.refetch());
  const isGone = query.error instanceof RequestError && query.error.status === 404;
  const { state, assignee, contactName, note, mode } = conversation;
  const isMine = state === "parked" && assignee?.id === userId;

  const renewList = () => queries.invalidateQueries({ queryKey: ["conversations"] });

  async function act(run: ConversationActions["takeOver"]): Promise<boolean> {
    setPending(true);
    const result = await run({ conversationId: id });
    setPending(false);
    if (!result.ok) toastError(result.error);
    else await Promise.all([query.refetch(), renewList()]);
    return result.ok;
  }

  async function remove(): Promise<void> {
    const result = await actions.remove({ conversationId: id });
    if (!result.ok) return toastError(result.error);
    await renewList();
    toast({ title: "The transcript is deleted.", tone: "ok" });
    router.push("/conversations");
  }

  return (
    <div className="flex h-[calc(100dvh-7rem)] min-h-96 flex-col gap-3 md:h-[calc(100dvh-3rem)]">
      <header className="flex flex-wrap items-center gap-2">
        <Link
          href="/conversations"
          aria-label="All conversations"
          className="inline-flex size-9 items-center justify-center rounded-lg text-muted hover:bg-hover"
        >
          <ArrowLeft aria-hidden="true" className="size-4.5" />
        </Link>
        <h1 className="min-w-0 truncate font-semibold text-xl tracking-tight">{contactName}</h1>
        <ConversationStateBadge conversation={conversation} />
        {mode === "test" && <Badge>Preview</Badge>}
        <div className="ml-auto flex items-center gap-2">
          {canAnswer && !isGone && state !== "closed" && !isMine && (
            <Button
              variant="primary"
              icon={<Hand className="size-4" />}
              pending={pending}
              onClick={() => void act(actions.takeOver)}
            >
              {assignee === null || state !== "parked"
                ? "Take over"
                : `Take over from ${assignee.name.split(/\s+/)[0]}`}
            </Button>
          )}
          {canAnswer && !isGone && state === "parked" && (
            <Button
              icon={<Undo2 className="size-4" />}
              pending={pending}
              onClick={() => void act(actions.handBack)}
            >
              Hand back
            </Button>
          )}
          {!isGone && (
            <ConversationMenu
              conversation={conversation}
              canAnswer={canAnswer}
              onClose={async () => void (await act(actions.close))}
              onRemove={remove}
            />
          )}
        </div>
      </header>
      {note !== "" && state === "parked" && (
        <Callout tone="warn" title="The flow’s note">
          <span className="wrap-anywhere whitespace-pre-wrap">{note}</span>
        </Callout>
      )}
      {isGone && (
        <Callout tone="bad" role="alert" title="This conversation was deleted.">
          <Link href="/conversations" className="underline underline-offset-2">
            Go back to the list
          </Link>
        </Callout>
      )}
      <details className="text-sm lg:hidden">
        <summary className="cursor-pointer font-medium text-muted">About the visitor</summary>
        <div className="pt-2">
          <ContactFacts conversation={conversation} />
        </div>
      </details>
      <div className="flex min-h-0 flex-1 gap-4">
        <Card className="flex min-h-0 min-w-0 flex-1 flex-col overflow-hidden">
          <Transcript messages={stream.messages} typing={stream.typing} contactName={contactName} />
          <p aria-live="polite" className="empty:hidden">
            {!stream.connected && stream.messages.length > 0 && (
              <span className="flex items-center justify-center gap-1.5 bg-warn-soft px-3 py-1 text-sm text-warn">
                <WifiOff aria-hidden="true" className="size-3.5" />
                No connection. Trying again by itself.
              </span>
            )}
          </p>
          {isMine && !isGone ? (
            <AnswerBox conversationId={id} answer={actions.answer} />
          ) : (
            <p className="border-line border-t bg-surface p-3 text-center text-muted text-sm">
              {hintOf(conversation, canAnswer)}
            </p>
          )}
        </Card>
        <aside
          aria-label="About the visitor"
          className="w-60 shrink-0 overflow-y-auto max-lg:hidden"
        >
          <ContactFacts conversation={conversation} />
        </aside>
      </div>
    </div>
  );
}

/** Why there is nothing to write into. */
function hintOf({ state, assignee }: ConversationDetail, canAnswer: boolean): string {
  if (state === "closed") return "This conversation is closed.";
  if (!canAnswer) return "Your role lets you read along. Editors can take over and answer.";
  if (state === "open") return "The flow answers. Take over to write in its place.";
  return assignee === null
    ? "The visitor waits for a person. Take over to answer."
    : `${assignee.name} answers. Take over to write in their place.`;
}
