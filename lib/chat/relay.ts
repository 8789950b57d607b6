import { createHash } from "node:crypto";
import type { Pool } from "pg";
import { meetContact } from "#lib/db/chat/contacts.ts";
import { type ConversationRow, findConversation } from "#lib/db/chat/conversations.ts";
import type { LiveTarget } from "#lib/flow-store/contract.ts";
import type { ChatEvent, ChatMessage, ChatRelay, ChatService } from "./contract.ts";
import type { ConversationTokens } from "./conversation-token.ts";
import { openConversation } from "./open-conversation.ts";
import { conversationNotFound } from "./refusals.ts";
import type { Uploads } from "./uploads.ts";

type Sent = Parameters<ChatService["send"]>[1];

type RelayDeps = {
  pool: Pool;
  tokens: ConversationTokens;
  clock: () => Date;
  /** Takes a message in; see `ChatService.send`. */
  take(conversation: ConversationRow, input: Sent): Promise<{ seq: number }>;
  /** Takes a file in that was asked for; see `ChatService.upload`. */
  upload: Uploads["take"];
  read(conversationId: string, afterSeq: number): Promise<ChatMessage[]>;
  hear(
    conversationId: string,
    afterSeq: number,
    listener: (event: ChatEvent) => void,
  ): Promise<() => void>;
};

/** Conversations for programs that talk in a visitor's place, by their ids. */
export function createChatRelay(deps: RelayDeps): ChatRelay {
  const { pool, tokens, clock } = deps;

  async function find(workspaceId: string, conversationId: string): Promise<ConversationRow> {
    const found = await findConversation(pool, conversationId);
    if (found === null || found.workspaceId !== workspaceId || found.mode !== "live") {
      throw conversationNotFound();
    }
    return found;
  }

  return {
    async open(target: LiveTarget, contact) {
      const now = clock();
      const { workspaceId } = target;
      // Visitors' hashes are hexadecimal: no token of theirs can be somebody whom a program names.
      const hash = `api:${hashOf(contact ?? tokens.create())}`;
      const known = await meetContact(pool, workspaceId, hash, now);
      const { conversationId } = await openConversation({ pool, tokens, clock }, target, {
        contact: known,
        channel: "api",
        reference: contact,
      });
      return { conversationId };
    },
    async send(workspaceId, conversationId, input) {
      return await deps.take(await find(workspaceId, conversationId), input);
    },
    async upload(workspaceId, conversationId, meta, source) {
      return await deps.upload(await find(workspaceId, conversationId), meta, source);
    },
    async messages(workspaceId, conversationId, afterSeq) {
      return await deps.read((await find(workspaceId, conversationId)).id, afterSeq);
    },
    async subscribe(workspaceId, conversationId, afterSeq, listener) {
      return await deps.hear((await find(workspaceId, conversationId)).id, afterSeq, listener);
    },
  };
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
