import type { ChatEvent } from "./contract.ts";

/** What listeners in this process hear. */
export type BusEvent =
  | ChatEvent
  /** Another process has added messages: read them. */
  | { type: "behind" }
  /** Who answers in this conversation has changed. */
  | { type: "state" };

/**
 * Tells a conversation's listeners that something happened: those of this process at once, and those
 * of others through whatever `onPublish` does. Listeners treat a message as a hint and read what they
 * missed from the database.
 */
export type ConversationBus = {
  publish(conversationId: string, event: BusEvent): void;
  /** The same for what another process has published. */
  hear(conversationId: string, event: BusEvent): void;
  /** Something may have been missed: every listener looks. */
  catchUp(): void;
  listen(conversationId: string, listener: (event: BusEvent) => void): () => void;
  /** Whether an answer is being worked on, for listeners that come late. */
  isTyping(conversationId: string): boolean;
  /** Hears what this process publishes, to carry it on. */
  onPublish(carry: (conversationId: string, event: BusEvent) => void): void;
  stop(): void;
};

/** How long another process's typing sign stays without being renewed, in ms. */
const typingLifeMs = 20_000;

export function createConversationBus(): ConversationBus {
  const listeners = new Map<string, Set<(event: BusEvent) => void>>();
  const typing = new Set<string>();
  /** Until when another process said that it works on an answer, in ms. */
  const typingElsewhere = new Map<string, number>();
  let carry: (conversationId: string, event: BusEvent) => void = () => undefined;
  const sweep = setInterval(forgetTyping, typingLifeMs / 4).unref();

  function tell(conversationId: string, event: BusEvent): void {
    for (const listener of listeners.get(conversationId) ?? []) listener(event);
  }

  /** A process that died says no more that it has stopped. */
  function forgetTyping(): void {
    const now = Date.now();
    for (const [conversationId, until] of typingElsewhere) {
      if (until > now) continue;
      typingElsewhere.delete(conversationId);
      tell(conversationId, { type: "typing", typing: typing.has(conversationId) });
    }
  }

  return {
    publish(conversationId, event) {
      if (event.type === "typing") {
        const known = typing.has(conversationId) === event.typing;
        // That it goes on is told again, for those who forget; that nothing goes on is not.
        if (known && !event.typing) return;
        if (event.typing) typing.add(conversationId);
        else typing.delete(conversationId);
        carry(conversationId, event);
        if (!known) tell(conversationId, event);
        return;
      }
      carry(conversationId, event);
      tell(conversationId, event);
    },

    hear(conversationId, event) {
      if (event.type === "typing") {
        if (!listeners.has(conversationId) && event.typing) return;
        if (event.typing) typingElsewhere.set(conversationId, Date.now() + typingLifeMs);
        else if (!typingElsewhere.delete(conversationId)) return;
        if (typing.has(conversationId)) return;
      }
      tell(conversationId, event);
    },

    catchUp() {
      for (const conversationId of listeners.keys()) tell(conversationId, { type: "behind" });
    },

    listen(conversationId, listener) {
      const heard = listeners.get(conversationId) ?? new Set();
      listeners.set(conversationId, heard.add(listener));
      return () => {
        heard.delete(listener);
        if (heard.size > 0 || listeners.get(conversationId) !== heard) return;
        listeners.delete(conversationId);
        typingElsewhere.delete(conversationId);
      };
    },

    isTyping: (conversationId) => typing.has(conversationId) || typingElsewhere.has(conversationId),

    onPublish(listener) {
      carry = listener;
    },

    stop: () => clearInterval(sweep),
  };
}
