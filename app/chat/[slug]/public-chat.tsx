"use client";
import { useRef } from "react";
import { ChatWindow } from "#components/chat/chat-window.tsx";
import { Button } from "#components/ui/button.tsx";
import type { ChatLook } from "#lib/workspace/contract.ts";
import { accentStyle } from "./accent-style.ts";
import { ChatHeader } from "./chat-header.tsx";
import { usePublicConversation } from "./use-public-conversation.ts";
import { useWidgetFrame } from "./use-widget-frame.ts";

type Props = {
  slug: string;
  title: string;
  greeting: string;
  embedded: boolean;
  look: Omit<ChatLook, "chatName">;
};

/** The whole public chat page. */
export function PublicChat({ slug, title, greeting, embedded, look }: Props) {
  const container = useRef<HTMLElement>(null);
  const { begun, problem, openAgain, startOver, send, sendFile, retry, ...state } =
    usePublicConversation(slug);
  useWidgetFrame(embedded, container);

  return (
    <main
      ref={container}
      {...(look.locale !== "" && { lang: look.locale })}
      style={accentStyle(look.accent)}
      className="flex h-dvh flex-col bg-canvas"
    >
      <div
        className={
          embedded
            ? "flex min-h-0 flex-1 flex-col"
            : "mx-auto flex min-h-0 w-full max-w-2xl flex-1 flex-col border-line bg-surface sm:border-x"
        }
      >
        <ChatHeader
          title={title}
          logoPath={look.logoPath}
          embedded={embedded}
          begun={begun}
          onStartOver={startOver}
        />
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
            texts={look.texts}
            endedNote={
              <div className="flex flex-col items-center gap-2">
                {look.texts.ended !== "" && <p>{look.texts.ended}</p>}
                <Button variant="primary" onClick={startOver}>
                  Start a new conversation
                </Button>
              </div>
            }
            onSend={send}
            onFile={sendFile}
            onRetry={retry}
          />
        </div>
      </div>
    </main>
  );
}
