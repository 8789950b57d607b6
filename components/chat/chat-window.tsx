"use client";
import { WifiOff } from "lucide-react";
import type { ReactNode } from "react";
import { useHydrated } from "#components/ui/use-hydrated.ts";
import { Composer } from "./composer.tsx";
import type { ChatItem, ConversationState } from "./conversation-state.ts";
import { MessageList } from "./message-list.tsx";

type Props = ConversationState & {
  /** Above the messages: a title, buttons. */
  header?: ReactNode;
  greeting?: string;
  /** Shown before anything was said, when there is no greeting. */
  empty?: ReactNode;
  /** Said below the messages, while nothing is being written. */
  remark?: ReactNode;
  /** Instead of the input once the conversation has ended. */
  endedNote?: ReactNode;
  /** Words in the place of our own. */
  texts?: { placeholder?: string; send?: string; offline?: string };
  /** Puts the cursor into the input at once. */
  autoFocus?: boolean;
  onSend: (text: string, value?: string | null) => void;
  onFile: (file: File) => void;
  onRetry: (clientId: string) => void;
};

/** A whole chat: messages, typing sign, quick replies and input. Fills its container. */
export function ChatWindow({
  items,
  typing,
  connection,
  ended,
  header,
  greeting = "",
  empty,
  remark,
  endedNote,
  texts = {},
  autoFocus = false,
  onSend,
  onFile,
  onRetry,
}: Props) {
  const hydrated = useHydrated();
  const asked = askedIn(items);
  return (
    <section aria-label="Chat" className="flex h-full min-h-0 flex-col bg-canvas">
      {header}
      <MessageList
        items={items}
        typing={typing}
        greeting={greeting}
        ended={ended}
        empty={empty}
        remark={remark}
        onButton={(button) => onSend(button.label, button.value || button.label)}
        onRetry={onRetry}
      />
      <p aria-live="polite" className="empty:hidden">
        {connection === "offline" && !ended && (
          <span className="flex items-center justify-center gap-1.5 bg-warn-soft px-3 py-1 text-sm text-warn">
            <WifiOff aria-hidden="true" className="size-3.5" />
            {texts.offline || "No connection. Trying again by itself."}
          </span>
        )}
      </p>
      {ended && endedNote ? (
        <div className="border-line border-t bg-surface p-3 text-center text-muted">
          {endedNote}
        </div>
      ) : (
        <Composer
          expects={asked?.expects ?? null}
          upload={asked?.upload}
          // What is written before the page listens would be lost.
          disabled={ended || !hydrated}
          autoFocus={autoFocus}
          placeholder={texts.placeholder || undefined}
          sendLabel={texts.send || undefined}
          onSend={onSend}
          onFile={onFile}
        />
      )}
    </section>
  );
}

/** The chatbot's newest message, until it is answered. */
function askedIn(items: readonly ChatItem[]) {
  const last = items.findLast((item) => item.kind === "message");
  return last?.kind === "message" && last.direction === "out" ? last.content : null;
}
