"use client";
import { useEffect, useReducer, useRef } from "react";
import {
  type ConversationState,
  changeConversation,
  emptyConversation,
} from "./conversation-state.ts";
import { openStream } from "./stream.ts";

export type Conversation = ConversationState & {
  /** Sends a text; `value` is what a button stands for. */
  send(text: string, value?: string | null): void;
  /** Sends a message again that could not be sent. */
  retry(clientId: string): void;
};

/**
 * A conversation by its token: everything said so far, then live. Goes on by itself after a lost
 * line. `onRefused` hears that the server no longer knows the conversation.
 */
export function useConversation(
  token: string | null,
  options: { onRefused?: (status: number) => void } = {},
): Conversation {
  const [state, change] = useReducer(changeConversation, emptyConversation);
  const refused = useRef(options.onRefused);
  refused.current = options.onRefused;

  useEffect(() => {
    change({ type: "reset" });
    if (token === null) return;
    const stream = openStream({
      token,
      after: 0,
      onEvent: (event) => change({ type: "event", event }),
      onConnected: (connected) => change({ type: "connected", connected }),
      onRefused: (status) => {
        change({ type: "ended" });
        refused.current?.(status);
      },
    });
    return () => stream.close();
  }, [token]);

  async function deliver(clientId: string, text: string, value: string | null): Promise<void> {
    if (token === null) return;
    change({ type: "sending", clientId, text, value, at: new Date().toISOString() });
    const failure = await postMessage(token, { clientId, text, value });
    if (failure === undefined) change({ type: "delivered", clientId });
    else change({ type: "failed", clientId, ...failure });
  }

  return {
    ...state,
    send(text, value = null) {
      if (text.trim() !== "") void deliver(crypto.randomUUID(), text.trim(), value);
    },
    retry(clientId) {
      const item = state.items.find(
        (each) => each.kind === "message" && each.clientId === clientId,
      );
      if (item?.kind === "message") void deliver(clientId, item.content.text, item.value);
    },
  };
}

/** Refusals after which nothing can be sent in this conversation any more. */
const final: ReadonlySet<unknown> = new Set(["chat_closed", "conversation_not_found"]);

/**
 * Returns what went wrong, in a sentence, and whether it stays so; undefined when the message is on
 * the server's disk.
 */
async function postMessage(
  token: string,
  sent: { clientId: string; text: string; value: string | null },
): Promise<{ error: string; final: boolean } | undefined> {
  try {
    const response = await fetch("/chat/api/messages", {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(sent),
    });
    if (response.ok) return undefined;
    const { message, code } = Object(await response.json().catch(() => null)) as {
      message?: unknown;
      code?: unknown;
    };
    return {
      error: typeof message === "string" ? message : "This message could not be sent.",
      final: final.has(code),
    };
  } catch {
    return { error: "No connection: this message was not sent.", final: false };
  }
}
