import type { ChatEvent } from "./contract.ts";

/**
 * Tells a conversation's listeners that something happened. This one reaches the listeners of its
 * own process; one over LISTEN/NOTIFY can take its place, since listeners treat a message event as
 * a hint and read what they missed from the database.
 */
export type ConversationBus = {
  publish(conversationId: string, event: ChatEvent): void;
  listen(conversationId: string, listener: (event: ChatEvent) => void): () => void;
  /** Whether an answer is being worked on, for listeners that come late. */
  isTyping(conversationId: string): boolean;
};

export function createConversationBus(): ConversationBus {
  const listeners = new Map<string, Set<(event: ChatEvent) => void>>();
  const typing = new Set<string>();

  return {
    publish(conversationId, event) {
      if (event.type === "typing") {
        if (event.typing) typing.add(conversationId);
        else typing.delete(conversationId);
      }
      for (const listener of listeners.get(conversationId) ?? []) listener(event);
    },

    listen(conversationId, listener) {
      const heard = listeners.get(conversationId) ?? new Set();
      listeners.set(conversationId, heard.add(listener));
      return () => {
        heard.delete(listener);
        if (heard.size === 0 && listeners.get(conversationId) === heard) {
          listeners.delete(conversationId);
        }
      };
    },

    isTyping: (conversationId) => typing.has(conversationId),
  };
}
