"use client";
import { useRef, useState } from "react";
import { Composer } from "#components/chat/composer.tsx";
import { toastError } from "#components/ui/toast.tsx";
import type { ConversationActions } from "./conversation-actions.ts";

/** Where a member answers. What could not be sent is kept, and sending it again cannot double it. */
export function AnswerBox({
  conversationId,
  answer,
}: {
  conversationId: string;
  answer: ConversationActions["answer"];
}) {
  const [unsent, setUnsent] = useState<{ clientId: string; text: string } | null>(null);
  const queue = useRef(Promise.resolve());

  function send(message: { clientId: string; text: string }) {
    // One after the other, so that they arrive in the order in which they were written.
    queue.current = queue.current.then(async () => {
      const result = await answer({ conversationId, ...message }).catch(() => null);
      if (result?.ok) {
        setUnsent((kept) => (kept?.clientId === message.clientId ? null : kept));
        return;
      }
      setUnsent(message);
      toastError(result?.error ?? { message: "No connection: your answer was not sent." });
    });
  }

  return (
    <div>
      {unsent !== null && (
        <p
          role="alert"
          className="flex items-center justify-between gap-3 bg-bad-soft px-4 py-2 text-bad text-sm"
        >
          <span className="min-w-0 truncate">Not sent: {unsent.text}</span>
          <button
            type="button"
            onClick={() => send(unsent)}
            className="shrink-0 font-medium underline underline-offset-2"
          >
            Send again
          </button>
        </p>
      )}
      <Composer
        expects={null}
        disabled={false}
        autoFocus
        onSend={(text) => send({ clientId: crypto.randomUUID(), text: text.trim() })}
      />
    </div>
  );
}
