import type { Pool } from "pg";
import { meetContact, rememberedOf, rememberOfContact } from "#lib/db/chat/contacts.ts";
import { findConversation } from "#lib/db/chat/conversations.ts";
import type { JsonObject } from "#lib/flow/json.ts";
import { contactValues, tooMuchRemembered } from "./contact-values.ts";
import { publicContact } from "./conversation-contact.ts";
import { contactTokens } from "./conversation-token.ts";
import { conversationNotFound } from "./refusals.ts";

export type ContactMemory = {
  /** The visitor behind a token; a new one without, and for anything that is no such token. */
  meet(
    workspaceId: string,
    known: string | null,
  ): Promise<{ contact: { id: string; createdAt: Date }; contactToken: string }>;
  /** The `contact` scope of a conversation's runs; empty when it is gone. */
  scope(conversationId: string): Promise<JsonObject>;
  /** Throws `invalid_value`, `forbidden_key` and `conversation_not_found`. */
  remember(conversationId: string, values: JsonObject): Promise<void>;
};

/** What flows remember of the people they talk to. */
export function createContactMemory(deps: { pool: Pool; clock: () => Date }): ContactMemory {
  const { pool, clock } = deps;
  return {
    async meet(workspaceId, known) {
      const contactToken =
        known !== null && contactTokens.isOne(known) ? known : contactTokens.create();
      const hash = contactTokens.hash(contactToken);
      return { contact: await meetContact(pool, workspaceId, hash, clock()), contactToken };
    },

    async scope(conversationId) {
      const conversation = await findConversation(pool, conversationId);
      if (conversation === null) return {};
      const remembered = await rememberedOf(pool, conversationId);
      return publicContact(conversation.contact, remembered ?? {});
    },

    async remember(conversationId, values) {
      const stored = contactValues(values);
      if (await rememberOfContact(pool, conversationId, stored)) return;
      if ((await findConversation(pool, conversationId)) === null) throw conversationNotFound();
      throw tooMuchRemembered();
    },
  };
}
