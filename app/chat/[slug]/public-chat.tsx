"use client";
import { useRef } from "react";
import { ChatWindow } from "#components/chat/chat-window.tsx";
import { Button } from "#components/ui/button.tsx";
import { ChatHeader } from "./chat-header.tsx";
import { usePublicConversation } from "./use-public-conversation.ts";
import { useWidgetFrame } from "./use-widget-frame.ts";

type Props = { slug: string; title: string; greeting: string; embedded: boolean };

/** The whole public chat page. */
export function PublicChat({ slug, title, greeting, embedded }: Props) {
  const container = useRef<HTMLElement>(null);
  const { begun, problem, openAgain, startOver, send, retry, ...state } =
    usePublicConversation(slug);
  useWidgetFrame(embedded, container);

  return (
    <main ref={container} className="flex h-dvh flex-col bg-canvas">
      <div
        className={
          embedded
            ? "flex min-h-0 flex-1 flex-col"
            : "mx-auto flex min-h-0 w-full max-w-2xl flex-1 flex-col border-line bg-surface sm:border-x"
        }
      >
        <ChatHeader title={title} embedded={embedded} begun={begun} onStartOver={startOver} />
        <div role="alert" className="empty:hidden">
          {problem !== null && (
            <p className="flex items-center justify-between gap-3 bg-bad-soft px-4 py-2 text-bad text-sm">
              {problem}
              <Button size="sm" onClick={openAgain}>
                Try again
              </Button>
            </p>
          )}
        </div>
        <div className="min-h-0 flex-1">
          <ChatWindow
            {...state}
            // Nothing is listened to before the first message, so nothing is missing either.
            connection={begun ? state.connection : "online"}
            greeting={greeting}
            empty={<p className="text-muted">Write a message to begin.</p>}
            endedNote={
              <Button variant="primary" onClick={startOver}>
                Start a new conversation
              </Button>
            }
            onSend={send}
            onRetry={retry}
          />
        </div>
      </div>
    </main>
  );
}
