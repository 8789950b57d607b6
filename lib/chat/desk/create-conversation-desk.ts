import type { Pool } from "pg";
import { recordAudit } from "#lib/access/audit.ts";
import type { Actor } from "#lib/access/contract.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { findOpenHandOvers } from "#lib/db/chat/hand-over.ts";
import {
  countWaiting,
  findListedConversation,
  type ListedConversation,
  listConversations,
} from "#lib/db/chat/list-conversations.ts";
import { readMessages } from "#lib/db/chat/messages.ts";
import { granteeOf } from "#lib/db/flows/granted.ts";
import type { PrismaClient } from "#lib/db/generated/client.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { JsonObject } from "#lib/flow/json.ts";
import { chatMessage } from "../chat-message.ts";
import type { ChatMessage, ChatService } from "../contract.ts";
import { chatClosed } from "../refusals.ts";
import type { ConversationDesk } from "./contract.ts";
import { conversationDetail, conversationView } from "./conversation-view.ts";
import { readCursor, writeCursor } from "./cursor.ts";

export type ConversationDeskDeps = {
  pool: Pool;
  prisma: PrismaClient;
  chat: Pick<ChatService, "desk" | "unpark">;
  /** A run that rests on a hand-over goes on; false when it does not rest there any more. */
  resumePerson: (waitId: string, by: string) => Promise<boolean>;
};

const transcriptBatch = 1000;

/** Conversations for the members of a workspace. */
export function createConversationDesk(deps: ConversationDeskDeps): ConversationDesk {
  const { pool, prisma, chat } = deps;

  async function find(actor: Actor, conversationId: string): Promise<ListedConversation> {
    const row = await findListedConversation(
      pool,
      actor.workspaceId,
      granteeOf(actor),
      conversationId,
    );
    if (row !== null) return row;
    throw new UserError("conversation_not_found", "There is no such conversation.", {
      next: "It may have been deleted. Go back to the list.",
    });
  }

  /** The conversation, for somebody who may act on it. */
  function forAct(actor: Actor, conversationId: string): Promise<ListedConversation> {
    requirePermission(actor, "conversations.answer");
    return find(actor, conversationId);
  }

  function entry(row: ListedConversation, action: string, change: { before?: JsonObject } = {}) {
    const targetName = conversationView(row).contactName;
    const target = { targetType: "conversation", targetId: row.id, targetName };
    return { action, ...target, ...change };
  }

  async function messagesOf(conversationId: string): Promise<ChatMessage[]> {
    const messages: ChatMessage[] = [];
    for (;;) {
      const after = messages.at(-1)?.seq ?? 0;
      const rows = await readMessages(pool, conversationId, after, transcriptBatch);
      for (const row of rows) {
        const author = row.authorName === null ? {} : { author: row.authorName || "A member" };
        messages.push({ ...chatMessage(row), ...author });
      }
      if (rows.length < transcriptBatch) return messages;
    }
  }

  return {
    async list(actor, filter) {
      requirePermission(actor, "conversations.read");
      const limit = Math.min(filter.limit ?? 50, 100);
      const search = filter.search?.trim() || undefined;
      const after = filter.cursor === undefined ? undefined : readCursor(filter.cursor);
      const { state, flowId } = filter;
      const wanted = { state, flowId, search, after, limit: limit + 1 };
      const [rows, waiting] = await Promise.all([
        listConversations(pool, actor.workspaceId, granteeOf(actor), wanted),
        countWaiting(pool, actor.workspaceId, granteeOf(actor)),
      ]);
      const shown = rows.slice(0, limit);
      const last = rows.length > limit ? shown.at(-1) : undefined;
      return {
        conversations: shown.map(conversationView),
        nextCursor: last === undefined ? null : writeCursor(last.lastMessageAt, last.id),
        waiting,
      };
    },

    async waiting(actor) {
      requirePermission(actor, "conversations.answer");
      return await countWaiting(pool, actor.workspaceId, granteeOf(actor));
    },

    async get(actor, conversationId) {
      requirePermission(actor, "conversations.read");
      return conversationDetail(await find(actor, conversationId));
    },

    async transcript(actor, conversationId) {
      requirePermission(actor, "conversations.read");
      const row = await find(actor, conversationId);
      await recordAudit(prisma, actor, entry(row, "conversation.download"));
      return { conversation: conversationDetail(row), messages: await messagesOf(row.id) };
    },

    async subscribe(actor, conversationId, afterSeq, listener) {
      requirePermission(actor, "conversations.read");
      await find(actor, conversationId);
      return await chat.desk.subscribe(
        conversationId,
        afterSeq,
        (event) => {
          if (event.type === "message" || event.type === "typing") listener(event);
        },
        () => listener({ type: "state" }),
      );
    },

    async takeOver(actor, conversationId) {
      const row = await forAct(actor, conversationId);
      if (row.assigneeId === actor.userId && row.state === "parked") return;
      const { workspaceId, userId } = actor;
      await prisma.$transaction(async (tx) => {
        const taken = await tx.$executeRaw`
          UPDATE conversations SET state = 'parked', assignee_id = ${userId},
            parked_at = CASE WHEN state = 'parked' THEN parked_at ELSE clock_timestamp() END
          WHERE id = ${row.id} AND workspace_id = ${workspaceId} AND state <> 'closed'`;
        if (taken === 0) throw chatClosed();
        const before = { state: row.state, assignee: row.assigneeName };
        await recordAudit(tx, actor, entry(row, "conversation.take-over", { before }));
      });
      chat.desk.changed(row.id);
    },

    async answer(actor, conversationId, input) {
      const row = await forAct(actor, conversationId);
      if (row.state !== "parked" || row.assigneeId !== actor.userId) {
        const who = row.state === "parked" ? row.assigneeName : null;
        throw new UserError(
          "stale_write",
          who === null
            ? "You have not taken this conversation over."
            : `${who} has taken this conversation over.`,
          { next: "Take it over to answer." },
        );
      }
      await recordAudit(prisma, actor, entry(row, "conversation.answer"));
      const author = { id: actor.userId, name: actor.name };
      const answered = await chat.desk.answer(row.id, author, input);
      if (answered === null) throw chatClosed();
      return answered;
    },

    async handBack(actor, conversationId) {
      const row = await forAct(actor, conversationId);
      if (row.state !== "parked") return;
      await recordAudit(prisma, actor, entry(row, "conversation.hand-back"));
      // In this order: should we die in between, a conversation without hand-overs is given back anyway.
      for (const waitId of await findOpenHandOvers(pool, row.id)) {
        await deps.resumePerson(waitId, actor.name);
      }
      await chat.unpark(row.id);
    },

    async close(actor, conversationId) {
      const row = await forAct(actor, conversationId);
      if (row.state === "closed") return;
      const { workspaceId } = actor;
      await prisma.$transaction(async (tx) => {
        await tx.conversation.updateMany({
          where: { id: row.id, workspaceId },
          data: { state: "closed", parkedAt: null, assigneeId: null },
        });
        await recordAudit(
          tx,
          actor,
          entry(row, "conversation.close", { before: { state: row.state } }),
        );
      });
      await chat.desk.endRuns(row.id, `${actor.name} has closed the conversation.`);
      chat.desk.changed(row.id, true);
    },

    async remove(actor, conversationId) {
      const row = await forAct(actor, conversationId);
      const { workspaceId } = actor;
      await chat.desk.endRuns(row.id, `${actor.name} has deleted the conversation.`);
      await prisma.$transaction(async (tx) => {
        await tx.conversation.deleteMany({ where: { id: row.id, workspaceId } });
        await recordAudit(tx, actor, entry(row, "conversation.delete"));
      });
      chat.desk.changed(row.id, true);
    },
  };
}
