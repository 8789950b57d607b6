import type { Pool } from "pg";
import { readMessages } from "#lib/db/chat/messages.ts";
import { chatMessage } from "./chat-message.ts";
import type { ChatEvent } from "./contract.ts";
import type { ConversationBus } from "./conversation-bus.ts";

const batchSize = 200;

/**
 * Hands a listener every message after `afterSeq` exactly once and in order: those stored, then each
 * new one as it comes. What the bus says is only taken directly when it is the very next message;
 * anything else is read from the database. `onState` hears that somebody else answers from now on.
 * Returns unsubscribe. Rejects when the first read fails.
 */
export async function subscribeToConversation(
  deps: { pool: Pool; bus: ConversationBus; onError: (error: unknown, message: string) => void },
  conversationId: string,
  afterSeq: number,
  listener: (event: ChatEvent) => void,
  onState: () => void = () => undefined,
): Promise<() => void> {
  let last = afterSeq;
  let ended = false;
  let reading = true;
  let readAgain = false;

  function deliver(event: Extract<ChatEvent, { type: "message" }>): void {
    if (ended || event.message.seq <= last) return;
    last = event.message.seq;
    listener(event);
  }

  async function readStored(): Promise<void> {
    reading = true;
    try {
      do {
        readAgain = false;
        const rows = await readMessages(deps.pool, conversationId, last, batchSize);
        for (const row of rows) deliver({ type: "message", message: chatMessage(row) });
        if (rows.length === batchSize) readAgain = true;
      } while (readAgain && !ended);
    } finally {
      reading = false;
    }
  }

  const unlisten = deps.bus.listen(conversationId, (event) => {
    if (event.type === "state") {
      onState();
    } else if (event.type !== "message" && event.type !== "behind") {
      listener(event);
    } else if (reading) {
      readAgain = true;
    } else if (event.type === "behind" || event.message.seq > last + 1) {
      readStored().catch((error: unknown) => deps.onError(error, "messages could not be read"));
    } else if (event.message.seq === last + 1) {
      deliver(event);
    }
  });

  try {
    await readStored();
  } catch (error) {
    ended = true;
    unlisten();
    throw error;
  }
  if (deps.bus.isTyping(conversationId)) listener({ type: "typing", typing: true });
  return () => {
    ended = true;
    unlisten();
  };
}
