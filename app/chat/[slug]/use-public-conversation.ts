"use client";
import { useCallback, useEffect, useRef, useState } from "react";
import { type Conversation, useConversation } from "#components/chat/use-conversation.ts";
import { openConversation } from "./open-conversation.ts";
import { storedToken } from "./stored-token.ts";

type Unsent = { text: string; value: string | null };

/**
 * A visitor's conversation with a published flow. It is opened with the first message, so that a page
 * that is only looked at leaves nothing behind, and found again after a reload.
 */
export function usePublicConversation(slug: string): Conversation & {
  /** Whether there is something to start over from. */
  begun: boolean;
  /** Why the conversation could not be opened; `openAgain` tries once more. */
  problem: string | null;
  openAgain(): void;
  startOver(): void;
} {
  const [token, setToken] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const unsent = useRef<Unsent[]>([]);
  const opening = useRef(false);

  const startOver = useCallback(() => {
    storedToken.forget(slug);
    setToken(null);
    setProblem(null);
  }, [slug]);

  const conversation = useConversation(token, { onRefused: startOver });

  useEffect(() => setToken(storedToken.read(slug)), [slug]);

  // Runs behind the conversation's own effect, which has taken the new token over by then.
  const { send } = conversation;
  useEffect(() => {
    if (token === null) return;
    for (const { text, value } of unsent.current.splice(0)) send(text, value);
  });

  async function open(): Promise<void> {
    if (opening.current) return;
    opening.current = true;
    setProblem(null);
    try {
      const opened = await openConversation(slug);
      storedToken.write(slug, opened);
      setToken(opened);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : "This chat cannot be reached just now.");
    } finally {
      opening.current = false;
    }
  }

  return {
    ...conversation,
    begun: token !== null,
    problem,
    send(text, value = null) {
      if (token !== null) {
        send(text, value);
        return;
      }
      unsent.current.push({ text, value });
      void open();
    },
    openAgain: () => void open(),
    startOver,
  };
}
