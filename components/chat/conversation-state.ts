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
      /** How much of its file has gone out, from 0 to 1; undefined when none is on its way. */
      uploaded: number | undefined;
      /** Why sending failed. */
      error: string | undefined;
      /** The first name of the person who answers in the chatbot's place. */
      author: string | undefined;
    }
  | { kind: "notice"; key: string; text: string };

type OwnItem = Extract<ChatItem, { kind: "message" }>;

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
  | {
      type: "sending";
      clientId: string;
      text: string;
      value: string | null;
      fileName: string | null;
      at: string;
    }
  | { type: "uploading"; clientId: string; part: number }
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
      const { clientId } = change;
      const others = state.items.filter((item) => !isOwn(item, clientId));
      const item = ownItem(change);
      return { ...state, items: [...others, item] };
    }
    case "uploading":
      return patch(state, change.clientId, { uploaded: change.part });
    case "delivered":
      return patch(state, change.clientId, {
        ...{ state: "sent", error: undefined, uploaded: undefined },
      });
    case "failed": {
      const { clientId, error, final } = change;
      const failed = patch(state, clientId, {
        ...{ state: "failed", error, uploaded: undefined },
      });
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
    uploaded: undefined,
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
  values: Partial<Pick<OwnItem, "state" | "error" | "uploaded">>,
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

function ownItem({
  clientId,
  text,
  value,
  fileName,
  at,
}: Extract<ConversationChange, { type: "sending" }>): ChatItem {
  const file = fileName === null ? null : { url: "", name: fileName };
  return {
    kind: "message",
    key: clientId,
    direction: "in",
    content: { text, image: null, file, buttons: [], expects: null },
    at,
    state: "sending",
    clientId,
    value,
    uploaded: file === null ? undefined : 0,
    error: undefined,
    author: undefined,
  };
}
