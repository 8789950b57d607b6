import type { Pool } from "pg";
import { endSession } from "#lib/db/chat/end-session.ts";
import type { ChatDesk } from "./contract.ts";
import type { ConversationBus } from "./conversation-bus.ts";
import { subscribeToConversation } from "./conversation-subscription.ts";
import type { MessageWriter } from "./message-writer.ts";
import { sessionEnded } from "./session.ts";

/** The members' side of conversations. */
export function createChatDesk(deps: {
  pool: Pool;
  bus: ConversationBus;
  writer: MessageWriter;
  onError: (error: unknown, message: string) => void;
}): ChatDesk {
  const { pool, bus, writer, onError } = deps;
  return {
    async answer(conversationId, author, { clientId, text }) {
      const dedupeKey = `desk:${author.id}:${clientId}`;
      const seq = await writer.answer(conversationId, author, { text, dedupeKey });
      return seq === null ? null : { seq };
    },

    subscribe: (conversationId, afterSeq, listener, onState) =>
      subscribeToConversation({ pool, bus, onError }, conversationId, afterSeq, listener, onState),

    async endRuns(conversationId, reason) {
      await endSession(pool, {
        conversationId,
        fence: null,
        exceptRunId: null,
        kinds: ["reply", "person"],
        error: sessionEnded(reason),
      });
    },

    changed(conversationId, closed = false) {
      bus.publish(conversationId, { type: "state" });
      if (closed) bus.publish(conversationId, { type: "closed" });
    },
  };
}
