import type { Pool } from "pg";
import { appendMessage, type NewMessage } from "#lib/db/chat/messages.ts";
import type { ChatPort } from "#lib/nodes/contract.ts";
import { storableText } from "#lib/words/storable.ts";
import { chatMessage } from "./chat-message.ts";
import type { ChatContent } from "./content.ts";
import type { ConversationBus } from "./conversation-bus.ts";
import { storableContent } from "./storable-content.ts";

export type MessageWriter = {
  /** Stores a message and shows it. Its number; null for an incoming one that meets a closed chat. */
  append(message: NewMessage): Promise<number | null>;
  /** Says sorry, once for each run. Nothing when `text` is empty. */
  apologise(conversationId: string, runId: string, text: string): Promise<void>;
  /** A step's way to speak: its messages keep their ids over replays. */
  sayFor(
    conversationId: string,
    runId: string,
    nodeId: string,
    idempotencyKey: string,
  ): ChatPort["say"];
  /** Says something in the name of a member. */
  answer(
    conversationId: string,
    author: { id: string; name: string },
    answer: { text: string; dedupeKey: string },
  ): Promise<number | null>;
};

/** Everything that is said in conversations goes through here. */
export function createMessageWriter(deps: {
  pool: Pool;
  bus: ConversationBus;
  clock: () => Date;
}): MessageWriter {
  const { pool, bus, clock } = deps;

  async function append(message: NewMessage): Promise<number | null> {
    const appended = await appendMessage(pool, message);
    if (appended?.added) {
      const authorName = message.author?.name ?? null;
      const shown = chatMessage({ ...message, seq: appended.seq, authorName });
      bus.publish(message.conversationId, { type: "message", message: shown });
    }
    return appended?.seq ?? null;
  }

  const outgoing = { direction: "out" as const, runId: null, nodeId: null };

  return {
    append,

    async apologise(conversationId, runId, text) {
      if (text.trim() === "") return;
      const content = { text: storableText(text) };
      const dedupeKey = `apology:${runId}`;
      await append({ ...outgoing, conversationId, content, at: clock(), runId, dedupeKey });
    },

    sayFor(conversationId, runId, nodeId, idempotencyKey) {
      let said = 0;
      return async (content: ChatContent) => {
        const dedupeKey = `${idempotencyKey}:${said++}`;
        const words = { content: storableContent(content), at: clock(), dedupeKey };
        await append({ ...outgoing, ...words, conversationId, runId, nodeId });
      };
    },

    answer: (conversationId, author, { text, dedupeKey }) =>
      append({
        ...outgoing,
        conversationId,
        content: { text: storableText(text) },
        at: clock(),
        dedupeKey,
        author,
      }),
  };
}
