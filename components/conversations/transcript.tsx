"use client";
import { Bot, Paperclip, UserRound } from "lucide-react";
import { useEffect, useRef } from "react";
import { LinkedText } from "#components/chat/linked-text.tsx";
import { TypingSign } from "#components/chat/typing-sign.tsx";
import { cx } from "#components/ui/cx.ts";
import { useLocale } from "#components/ui/locale.tsx";
import type { ChatMessage } from "#lib/chat/contract.ts";

/** How near to its end the transcript counts as being read at the end, in px. */
const nearEnd = 120;

/** What was said, as the team sees it: the visitor on the left. New messages are read aloud. */
export function Transcript({
  messages,
  typing,
  contactName,
}: {
  messages: readonly ChatMessage[];
  typing: boolean;
  contactName: string;
}) {
  const box = useRef<HTMLDivElement>(null);
  const following = useRef(true);

  // biome-ignore lint/correctness/useExhaustiveDependencies: follows whatever is added at the end
  useEffect(() => {
    const list = box.current;
    if (list && following.current) list.scrollTop = list.scrollHeight;
  }, [messages, typing]);

  return (
    <div
      ref={box}
      role="log"
      aria-live="polite"
      aria-label="Transcript"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
      tabIndex={0}
      onScroll={({ currentTarget: list }) => {
        following.current = list.scrollHeight - list.scrollTop - list.clientHeight < nearEnd;
      }}
      className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto px-4 py-4 focus-visible:outline-offset-[-2px]"
    >
      {messages.map((message) => (
        <Line key={message.seq} message={message} contactName={contactName} />
      ))}
      {typing && <TypingSign />}
    </div>
  );
}

function Line({ message, contactName }: { message: ChatMessage; contactName: string }) {
  const locale = useLocale();
  const { direction, author, content, at } = message;
  const ours = direction === "out";
  const date = new Date(at);
  const { text, image, file, buttons } = content;
  return (
    <article className={cx("flex flex-col gap-1", ours ? "items-end" : "items-start")}>
      <p className="flex items-center gap-1.5 text-muted text-xs">
        {author !== undefined ? (
          <UserRound aria-hidden="true" className="size-3.5" />
        ) : (
          ours && <Bot aria-hidden="true" className="size-3.5" />
        )}
        {ours ? (author ?? "Chatbot") : contactName}
        <time
          dateTime={at}
          title={`${date.toLocaleString(locale)} · ${at.replace("T", " ").slice(0, 19)} UTC`}
          suppressHydrationWarning
        >
          {date.toLocaleString(locale, { dateStyle: "short", timeStyle: "short" })}
        </time>
      </p>
      {text !== "" && (
        <p
          className={cx(
            "wrap-anywhere max-w-[85%] whitespace-pre-wrap rounded-2xl px-3.5 py-2",
            author !== undefined
              ? "rounded-br-md bg-accent text-on-accent"
              : ours
                ? "rounded-br-md bg-sunken"
                : "rounded-bl-md border border-line bg-raised",
          )}
        >
          <LinkedText text={text} />
        </p>
      )}
      {image && (
        <p className="text-muted text-sm">
          Picture: <LinkedText text={image.url} /> {image.alt}
        </p>
      )}
      {file && (
        <p className="flex items-center gap-1.5 text-sm">
          <Paperclip aria-hidden="true" className="size-3.5 text-muted" />
          <a
            href={file.url}
            target="_blank"
            rel="noopener noreferrer"
            className="underline underline-offset-2"
          >
            {file.name}
          </a>
        </p>
      )}
      {buttons.length > 0 && (
        <p className="text-muted text-sm">
          Choices: {buttons.map(({ label }) => label).join(" · ")}
        </p>
      )}
    </article>
  );
}
