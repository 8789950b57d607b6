import type { Pool } from "pg";
import { findConversation } from "#lib/db/chat/conversations.ts";
import { parkConversation, settleHandOvers, unparkConversation } from "#lib/db/chat/hand-over.ts";
import { storableText } from "#lib/words/storable.ts";
import type { ConversationBus } from "./conversation-bus.ts";

export type HandOvers = {
  park(conversationId: string, note: string): Promise<void>;
  unpark(conversationId: string): Promise<void>;
  /** Puts right what ended or was lost; see `settleHandOvers`. */
  settle(): Promise<void>;
};

/** Who answers in a conversation: its flow, or people. */
export function createHandOvers({ pool, bus }: { pool: Pool; bus: ConversationBus }): HandOvers {
  async function explainInPreview(conversationId: string): Promise<void> {
    const conversation = await findConversation(pool, conversationId);
    if (conversation?.mode !== "test") return;
    const text = "Handed over to a person: answer, or hand back, on the Conversations page.";
    bus.publish(conversationId, { type: "notice", text });
  }

  return {
    async park(conversationId, note) {
      if (!(await parkConversation(pool, conversationId, storableText(note)))) return;
      bus.publish(conversationId, { type: "state" });
      await explainInPreview(conversationId);
    },

    async unpark(conversationId) {
      if (await unparkConversation(pool, conversationId)) {
        bus.publish(conversationId, { type: "state" });
      }
    },

    async settle() {
      for (const id of await settleHandOvers(pool)) bus.publish(id, { type: "state" });
    },
  };
}
