"use client";
import { MessageSquare, RotateCcw, X } from "lucide-react";
import { useCallback } from "react";
import { ChatWindow } from "#components/chat/chat-window.tsx";
import { useConversation } from "#components/chat/use-conversation.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { useEditor, useEditorActions } from "../store/editor-context.tsx";
import { usePreview } from "./use-preview.ts";

/** A real conversation with the draft, beside the canvas that shows each turn's path. */
export function ChatPreview() {
  const actions = useEditorActions();
  const chat = useEditor((state) => state.document.settings.chat);
  const flowName = useEditor((state) => state.flowName);
  const hasChat = useEditor((state) =>
    state.document.nodes.some((node) => node.type === "chat-trigger"),
  );
  const canEdit = useEditor((state) => state.canEdit);
  const unsaved = useEditor((state) => state.save.kind !== "saved");
  const preview = usePreview();
  const { restart, opened } = preview;
  // A conversation that the server has forgotten meanwhile is begun again; a new one that it refuses
  // at once would only be refused again.
  const onRefused = useCallback(() => {
    if (opened && Date.now() - opened.openedAt > 10_000) void restart();
  }, [restart, opened]);
  const conversation = useConversation(opened?.token ?? null, { onRefused });

  async function send(text: string, value?: string | null) {
    // The draft is what answers: let it have the newest edits.
    if (unsaved) await actions.flush();
    conversation.send(text, value);
  }

  const header = (
    <header className="flex h-11 shrink-0 items-center gap-2 border-line border-b bg-surface px-3">
      <h2 className="min-w-0 truncate font-semibold">{chat.title || flowName}</h2>
      <Badge>Draft</Badge>
      <IconButton
        label="Start over"
        className="ml-auto"
        size="sm"
        icon={<RotateCcw className="size-4" />}
        disabled={preview.opening}
        onClick={() => void restart()}
      />
      <IconButton
        label="Close the chat preview"
        size="sm"
        icon={<X className="size-4" />}
        onClick={() => actions.setBottomPanel("none")}
      />
    </header>
  );

  if (!hasChat) {
    return (
      <section aria-label="Chat preview" className="flex h-full min-h-0 flex-col bg-surface">
        {header}
        <EmptyState icon={<MessageSquare className="size-5" />} title="Nobody is listening yet">
          Add the trigger “Chat message”, and the flow can be talked to.
          {canEdit && (
            <div className="mt-3">
              <Button size="sm" onClick={() => actions.addNode("chat-trigger")}>
                Add it
              </Button>
            </div>
          )}
        </EmptyState>
      </section>
    );
  }
  if (preview.failure) {
    return (
      <section aria-label="Chat preview" className="flex h-full min-h-0 flex-col bg-surface">
        {header}
        <div className="p-3">
          <Callout
            tone="bad"
            role="alert"
            title={preview.failure.message}
            action={
              <Button size="sm" pending={preview.opening} onClick={() => void restart()}>
                Try again
              </Button>
            }
          >
            {preview.failure.next}
          </Callout>
        </div>
      </section>
    );
  }
  return (
    <ChatWindow
      {...conversation}
      header={header}
      greeting={chat.greeting}
      empty={
        <p className="m-auto max-w-72 text-center text-muted">
          Write as a visitor would. The path each message takes lights up on the canvas.
        </p>
      }
      endedNote={
        <Button size="sm" onClick={() => void restart()}>
          Start over
        </Button>
      }
      autoFocus
      onSend={(text, value) => void send(text, value)}
      onRetry={conversation.retry}
    />
  );
}
