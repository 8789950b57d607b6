import type { Pool } from "pg";
import { v7 as uuid } from "uuid";
import type { Actor } from "#lib/access/contract.ts";
import { insertConversation } from "#lib/db/chat/conversations.ts";
import { previewContact } from "./conversation-contact.ts";
import type { ConversationTokens } from "./conversation-token.ts";

/** A visitor who may be known already, or the member who tries a draft. */
type OpenedBy =
  | {
      contact: { id: string; createdAt: Date };
      channel: "web" | "api";
      /** The program's own name for the person. */
      reference?: string | null;
    }
  | { actor: Actor };

/** Stores a new conversation with a flow; its token is returned once. */
export async function openConversation(
  deps: { pool: Pool; tokens: ConversationTokens; clock: () => Date },
  target: { workspaceId: string; flowId: string },
  by: OpenedBy,
): Promise<{ conversationId: string; token: string }> {
  const { pool, tokens, clock } = deps;
  const id = uuid();
  const token = tokens.create();
  const createdAt = clock();
  const { workspaceId, flowId } = target;
  const row = { id, workspaceId, flowId, createdAt, tokenHash: tokens.hash(token) };
  if ("contact" in by) {
    const { id: contactId, createdAt: firstSeen } = by.contact;
    const contact = {
      ...{ id: contactId, channel: by.channel, firstSeenAt: firstSeen.toISOString() },
      ...(by.reference != null && { reference: by.reference }),
    };
    await insertConversation(pool, { ...row, mode: "live", contact, contactId });
  } else {
    const contact = { id: uuid(), channel: "preview", firstSeenAt: createdAt.toISOString() };
    const shown = previewContact(contact, by.actor);
    await insertConversation(pool, { ...row, mode: "test", contact: shown, contactId: null });
  }
  return { conversationId: id, token };
}
