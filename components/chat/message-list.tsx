"use client";
import { Info } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import type { ChatButton } from "#lib/chat/content.ts";
import type { ChatItem } from "./conversation-state.ts";
import { MessageBubble } from "./message-bubble.tsx";
import { TypingSign } from "./typing-sign.tsx";

type Props = {
  items: readonly ChatItem[];
  typing: boolean;
  /** Said before the first message. */
  greeting: string;
  /** Nothing can be answered any more. */
  ended: boolean;
  empty: ReactNode;
  /** Below the messages. */
  remark: ReactNode;
  onButton: (button: ChatButton) => void;
  onRetry: (clientId: string) => void;
};

/** How near to its end the list counts as being read at the end, in px. */
const nearEnd = 120;

/** The messages; new ones are read aloud and scrolled to, unless the visitor is reading further up. */
export function MessageList({
  items,
  typing,
  greeting,
  ended,
  empty,
  remark,
  onButton,
  onRetry,
}: Props) {
  const list = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const last = items.at(-1);
  const own = last?.kind === "message" && last.direction === "in";

  // biome-ignore lint/correctness/useExhaustiveDependencies: follows whatever is added at the end
  useEffect(() => {
    const box = list.current;
    if (box && (following.current || own)) box.scrollTop = box.scrollHeight;
  }, [items, typing, own]);

  return (
    <div
      ref={list}
      role="log"
      aria-live="polite"
      aria-label="Messages"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
      tabIndex={0}
      onScroll={(event) => {
        const box = event.currentTarget;
        following.current = box.scrollHeight - box.scrollTop - box.clientHeight < nearEnd;
      }}
      className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto px-4 py-4 focus-visible:outline-offset-[-2px]"
    >
      {greeting !== "" && (
        <p className="wrap-anywhere max-w-[85%] self-start whitespace-pre-wrap rounded-2xl rounded-bl-md border border-line bg-raised px-3.5 py-2">
          {greeting}
        </p>
      )}
      {items.length === 0 && greeting === "" && empty}
      {items.map((item, index) =>
        item.kind === "notice" ? (
          <p
            key={item.key}
            className="flex items-start gap-2 self-center rounded-lg bg-warn-soft px-3 py-1.5 text-sm text-warn"
          >
            <Info aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
            {item.text}
          </p>
        ) : (
          <MessageBubble
            key={item.key}
            item={item}
            current={!ended && !items.slice(index + 1).some(isVisitors)}
            ended={ended}
            onButton={onButton}
            onRetry={onRetry}
          />
        ),
      )}
      {typing ? <TypingSign /> : remark}
    </div>
  );
}

function isVisitors(item: ChatItem): boolean {
  return item.kind === "message" && item.direction === "in";
}
