import type { Pool } from "pg";
import { listenTo, notify } from "#lib/db/listen.ts";
import type { BusEvent, ConversationBus } from "./conversation-bus.ts";

export type ChatWire = {
  /** Begins to hear what other processes say; resolves once that works or has failed at first. */
  start(): Promise<void>;
  /** There is a message for a conversation that another process serves. */
  wakeOthers(conversationId: string): void;
  /** Hears nothing more; what runs that still end have to say is carried on. */
  stop(): Promise<void>;
};

export type ChatWireDeps = {
  pool: Pool;
  bus: ConversationBus;
  /** This process; it does not hear itself. */
  ownerId: string;
  /** Another process has taken a message in for this conversation. */
  onInbox: (conversationId: string) => void;
  onError: (error: unknown, message: string) => void;
};

const inboxChannel = "patchbay_inbox";
const chatChannel = "patchbay_chat";

/** What goes over the line for one conversation. `typing` and events beside messages are rare. */
type Said = { id: string; read?: true; typing?: boolean; events?: BusEvent[] };
type Payload = { from: string; inbox?: string[]; chat?: Said[] };

/** Postgres takes less than 8,000 bytes in one notification. */
const longestPayload = 7_000;
/** What is kept to be said while the database is away; the rest is found by looking. */
const mostKept = 10_000;
const retryMs = 500;

/**
 * Carries what happens in conversations between processes by NOTIFY: `patchbay_inbox` names
 * conversations that have a new message, `patchbay_chat` those in which something was said. What
 * happens while a statement is under way goes out together in the next one.
 */
export function createChatWire(deps: ChatWireDeps): ChatWire {
  const { pool, bus, ownerId } = deps;
  let inbox = new Set<string>();
  let chat = new Map<string, Said>();
  let sending: Promise<void> | undefined;
  let listening: ReturnType<typeof listenTo> | undefined;
  let stopped = false;

  bus.onPublish((conversationId, event) => {
    if (listening === undefined || chat.size >= mostKept) return;
    const said = chat.get(conversationId) ?? { id: conversationId };
    chat.set(conversationId, said);
    if (event.type === "message" || event.type === "behind") said.read = true;
    else if (event.type === "typing") said.typing = event.typing;
    else said.events = [...(said.events ?? []), event];
    send();
  });

  function send(): void {
    if (sending !== undefined) return;
    sending = (async () => {
      // What this very moment brings goes along.
      await new Promise(setImmediate);
      while (inbox.size > 0 || chat.size > 0) {
        const payloads = packed(ownerId, [...inbox], [...chat.values()]);
        const [keptInbox, keptChat] = [inbox, chat];
        inbox = new Set();
        chat = new Map();
        try {
          await notify(pool, payloads);
        } catch (error) {
          // Then the database is being let go of as well.
          if (stopped) return;
          deps.onError(error, "other processes could not be told of chat messages");
          inbox = new Set([...keptInbox, ...inbox]);
          chat = new Map([...keptChat, ...chat]);
          await new Promise((resolve) => setTimeout(resolve, retryMs).unref());
        }
      }
    })().finally(() => {
      sending = undefined;
      if (inbox.size > 0 || chat.size > 0) send();
    });
  }

  function hear(text: string): void {
    const payload = JSON.parse(text) as Payload; /* said by another process of ours */
    if (payload.from === ownerId) return;
    for (const id of payload.inbox ?? []) deps.onInbox(id);
    for (const { id, read, typing, events = [] } of payload.chat ?? []) {
      if (read) bus.hear(id, { type: "behind" });
      for (const event of events) bus.hear(id, event);
      if (typing !== undefined) bus.hear(id, { type: "typing", typing });
    }
  }

  return {
    async start() {
      listening ??= listenTo(pool, {
        channels: [inboxChannel, chatChannel],
        onHeard: (_channel, payload) => hear(payload),
        onConnected: () => bus.catchUp(),
        onError: (error) => deps.onError(error, "the line between processes broke"),
      });
      await listening.begun;
    },

    wakeOthers(conversationId) {
      if (listening === undefined || inbox.size >= mostKept) return;
      inbox.add(conversationId);
      send();
    },

    async stop() {
      stopped = true;
      await Promise.all([listening?.stop(), sending]);
    },
  };
}

/** As few notifications as hold it all. */
function packed(from: string, inbox: readonly string[], chat: readonly Said[]) {
  const payloads: { channel: string; payload: string }[] = [];
  const pack = <T>(channel: string, key: "inbox" | "chat", items: readonly T[]) => {
    let batch: string[] = [];
    let size = 0;
    const close = () => {
      if (batch.length === 0) return;
      const payload = `{"from":${JSON.stringify(from)},"${key}":[${batch.join(",")}]}`;
      payloads.push({ channel, payload });
      batch = [];
      size = 0;
    };
    for (const item of items) {
      const text = JSON.stringify(item);
      const bytes = Buffer.byteLength(text) + 1;
      if (bytes > longestPayload) continue;
      if (size + bytes > longestPayload) close();
      batch.push(text);
      size += bytes;
    }
    close();
  };
  pack(inboxChannel, "inbox", inbox);
  pack(chatChannel, "chat", chat);
  return payloads;
}
