import type { ChatContent } from "#lib/chat/content.ts";
import type { ChatEvent, ChatMessage } from "#lib/chat/contract.ts";

/** One line of a chat window. */
export type ChatItem =
  | {
      kind: "message";
      key: string;
      direction: "in" | "out";
      content: ChatContent;
      /** ISO time, UTC. */
      at: string;
      /** The visitor's own messages are shown before the server has them. */
      state: "sent" | "sending" | "failed";
      clientId: string | undefined;
      /** What a button sent along, to send again after a failure. */
      value: string | null;
      /** Why sending failed. */
      error: string | undefined;
      /** The first name of the person who answers in the chatbot's place. */
      author: string | undefined;
    }
  | { kind: "notice"; key: string; text: string };

export type ConversationState = {
  items: ChatItem[];
  typing: boolean;
  connection: "connecting" | "online" | "offline";
  /** The conversation is over or its token is gone: nothing can be sent. */
  ended: boolean;
};

export type ConversationChange =
  | { type: "reset" }
  | { type: "event"; event: ChatEvent }
  | { type: "sending"; clientId: string; text: string; value: string | null; at: string }
  | { type: "delivered"; clientId: string }
  /** `final`: it will never be taken; the conversation is over. */
  | { type: "failed"; clientId: string; error: string; final: boolean }
  | { type: "connected"; connected: boolean }
  | { type: "ended" };

export const emptyConversation: ConversationState = {
  items: [],
  typing: false,
  connection: "connecting",
  ended: false,
};

/** Applies what happened. Messages may come twice or before the answer to their own sending. */
export function changeConversation(
  state: ConversationState,
  change: ConversationChange,
): ConversationState {
  switch (change.type) {
    case "reset":
      return emptyConversation;
    case "event":
      return applyEvent(state, change.event);
    case "sending": {
      const { clientId, text, value, at } = change;
      const others = state.items.filter((item) => !isOwn(item, clientId));
      const item = ownItem(clientId, text, value, at);
      return { ...state, items: [...others, item] };
    }
    case "delivered":
      return patch(state, change.clientId, { state: "sent", error: undefined });
    case "failed": {
      const { clientId, error, final } = change;
      const failed = patch(state, clientId, { state: "failed", error });
      return final ? { ...failed, ended: true, typing: false } : failed;
    }
    case "connected":
      return { ...state, connection: change.connected ? "online" : "offline" };
    case "ended":
      return { ...state, ended: true, typing: false };
  }
}

function applyEvent(state: ConversationState, event: ChatEvent): ConversationState {
  switch (event.type) {
    case "typing":
      return { ...state, typing: event.typing };
    case "closed":
      return { ...state, ended: true, typing: false };
    case "notice": {
      const key = `notice-${state.items.length}`;
      return {
        ...state,
        typing: false,
        items: [...state.items, { kind: "notice", key, text: event.text }],
      };
    }
    case "message":
      return { ...state, items: withMessage(state.items, event.message) };
  }
}

function withMessage(items: ChatItem[], message: ChatMessage): ChatItem[] {
  const { direction, content, at, clientId, author } = message;
  const item: ChatItem = {
    kind: "message",
    key: clientId ?? `seq-${message.seq}`,
    direction,
    content,
    at,
    state: "sent",
    clientId,
    value: null,
    error: undefined,
    author,
  };
  const known = items.findIndex((each) => each.key === item.key);
  if (known === -1) return [...items, item];
  return items.map((each, index) => (index === known ? item : each));
}

function isOwn(item: ChatItem, clientId: string): boolean {
  return item.kind === "message" && item.clientId === clientId;
}

function patch(
  state: ConversationState,
  clientId: string,
  values: { state: "sent" | "failed"; error: string | undefined },
): ConversationState {
  return {
    ...state,
    items: state.items.map((item) =>
      item.kind === "message" && item.clientId === clientId && item.state !== "sent"
        ? { ...item, ...values }
        : item,
    ),
  };
}

function ownItem(clientId: string, text: string, value: string | null, at: string): ChatItem {
  return {
    kind: "message",
    key: clientId,
    direction: "in",
    content: { text, image: null, file: null, buttons: [], expects: null },
    at,
    state: "sending",
    clientId,
    value,
    error: undefined,
    author: undefined,
  };
}
