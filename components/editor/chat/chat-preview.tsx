"use client";
import { MessageSquare, RotateCcw } from "lucide-react";
import { useCallback, useEffect, useReducer, useRef } from "react";
import { ChatWindow } from "#components/chat/chat-window.tsx";
import { useConversation } from "#components/chat/use-conversation.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { useEditor, useEditorActions } from "../store/editor-context.tsx";
import { EndingNote } from "./ending-note.tsx";
import { usePreview } from "./use-preview.ts";

/** A real conversation with the draft; the canvas above shows each turn's path. */
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

  const unsent = useRef<{ text: string; value: string | null }[]>([]);
  const [, look] = useReducer((count: number) => count + 1, 0);

  async function send(text: string, value: string | null = null) {
    // The draft is what answers: let it have the newest edits.
    if (unsaved) await actions.flush();
    unsent.current.push({ text, value });
    look();
  }

  // Also what was written before the conversation was open. Runs behind the conversation's own effect,
  // which has taken the new token over by then.
  useEffect(() => {
    if (opened === null) return;
    for (const { text, value } of unsent.current.splice(0)) conversation.send(text, value);
  });

  if (!hasChat) {
    return (
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
    );
  }
  return (
    <div className="flex h-full min-h-0 flex-col bg-surface md:flex-row">
      <div className="flex shrink-0 items-center gap-2 border-line border-b p-2 md:w-56 md:flex-col md:items-start md:border-r md:border-b-0 md:p-3">
        <h2 className="max-w-full truncate font-semibold">{chat.title || flowName}</h2>
        <p className="hidden text-muted text-sm md:block">
          You are the visitor, and the draft answers. Its path lights up on the canvas.
        </p>
        <Button
          size="sm"
          className="ml-auto md:mt-1 md:ml-0"
          icon={<RotateCcw aria-hidden="true" className="size-3.5" />}
          pending={preview.opening}
          onClick={() => void restart()}
        >
          Start over
        </Button>
      </div>
      <div className="min-h-0 min-w-0 flex-1">
        {preview.failure ? (
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
        ) : (
          <ChatWindow
            {...conversation}
            greeting={chat.greeting}
            empty={<p className="m-auto text-center text-muted">Write as a visitor would.</p>}
            remark={opened && <EndingNote conversationId={opened.conversationId} />}
            endedNote={<p>This conversation has ended. Start over to talk again.</p>}
            autoFocus
            onSend={(text, value) => void send(text, value)}
            onFile={conversation.sendFile}
            onRetry={conversation.retry}
          />
        )}
      </div>
    </div>
  );
}
