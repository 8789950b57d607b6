"use client";
import { useEffect, useReducer, useRef } from "react";
import {
  type ConversationState,
  changeConversation,
  emptyConversation,
} from "./conversation-state.ts";
import { type Failure, postMessage, type Sent, uploadFile } from "./post-message.ts";
import { openStream } from "./stream.ts";

export type Conversation = ConversationState & {
  /** Sends a text; `value` is what a button stands for. */
  send(text: string, value?: string | null): void;
  /** Sends a file that was asked for. */
  sendFile(file: File): void;
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
  /** To be sent again after a failure. */
  const unsentFiles = useRef(new Map<string, File>());
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

  async function deliver(sent: Omit<Sent, "file">, file: File | null): Promise<void> {
    if (token === null) return;
    const { clientId } = sent;
    const fileName = file?.name ?? null;
    change({ type: "sending", ...sent, fileName, at: new Date().toISOString() });
    const failure = await handOver(token, sent, file, (part) =>
      change({ type: "uploading", clientId, part }),
    );
    if (failure === undefined) {
      unsentFiles.current.delete(clientId);
      change({ type: "delivered", clientId });
    } else change({ type: "failed", clientId, ...failure });
  }

  return {
    ...state,
    send(text, value = null) {
      if (text.trim() === "") return;
      void deliver({ clientId: crypto.randomUUID(), text: text.trim(), value }, null);
    },
    sendFile(file) {
      const clientId = crypto.randomUUID();
      unsentFiles.current.set(clientId, file);
      void deliver({ clientId, text: "", value: null }, file);
    },
    retry(clientId) {
      const item = state.items.find(
        (each) => each.kind === "message" && each.clientId === clientId,
      );
      if (item?.kind !== "message") return;
      const file = unsentFiles.current.get(clientId) ?? null;
      void deliver({ clientId, text: item.content.text, value: item.value }, file);
    },
  };
}

/** Undefined when the message is on the server's disk, its file before it. */
async function handOver(
  token: string,
  sent: Omit<Sent, "file">,
  file: File | null,
  onProgress: (part: number) => void,
): Promise<Failure | undefined> {
  if (file === null) return await postMessage(token, { ...sent, file: null });
  const uploaded = await uploadFile(token, file, onProgress);
  if ("error" in uploaded) return uploaded;
  return await postMessage(token, { ...sent, file: uploaded.address });
}
