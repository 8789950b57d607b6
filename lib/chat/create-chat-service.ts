import { LRUCache } from "lru-cache";
import type { Pool } from "pg";
import { v7 as uuid } from "uuid";
import {
  type ConversationRow,
  findConversation,
  findConversationByToken,
  insertConversation,
} from "#lib/db/chat/conversations.ts";
import { appendMessage, type NewMessage, readMessages } from "#lib/db/chat/messages.ts";
import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import { flowSettings } from "#lib/flow/document.ts";
import type { FlowStore } from "#lib/flow-store/contract.ts";
import type { RunResult, RunService } from "#lib/runs/contract.ts";
import { chatMessage, incomingKeyPrefix } from "./chat-message.ts";
import type { ChatService } from "./contract.ts";
import { type ConversationBus, createConversationBus } from "./conversation-bus.ts";
import { previewContact, publicContact } from "./conversation-contact.ts";
import { subscribeToConversation } from "./conversation-subscription.ts";
import { type ConversationTokens, conversationTokens } from "./conversation-token.ts";
import { type ChatLog, createInboxPump } from "./inbox-pump.ts";
import { storableContent, storableText } from "./storable-text.ts";
import { takeTurn } from "./take-turn.ts";

export type ChatServiceDeps = {
  pool: Pool;
  flows: Pick<FlowStore, "liveBySlug" | "liveByFlow" | "draftForTest">;
  /** Late, since the run service speaks through this one. */
  runs: () => Pick<RunService, "start" | "resume" | "openWait">;
  /** This process, as it signs its leases; unique to its lifetime. */
  ownerId: string;
  log: ChatLog;
  clock?: () => Date;
  tokens?: ConversationTokens;
  bus?: ConversationBus;
  /** How long a run that was cut off may take to be continued before its visitor hears, in ms. Default 60,000. */
  patienceMs?: number;
  /** How often unserved messages of processes that died are looked for, in ms. Default 2,000. */
  sweepMs?: number;
};

/** In characters. */
const longestMessage = 4000;
/** A preview's token is good for a day. */
const previewLifeMs = 24 * 60 * 60 * 1000;
/** Messages answered at once; a longer conversation goes on from the last one's number. */
const messagesAtOnce = 1000;

/**
 * Conversations over one Postgres. Call `recover` once the run service is there: it serves what an
 * earlier process left unserved, and from then on what processes that die leave.
 */
export function createChatService(
  deps: ChatServiceDeps,
): ChatService & { recover(): Promise<void> } {
  const { pool, flows, runs, ownerId, log } = deps;
  const clock = deps.clock ?? (() => new Date());
  const tokens = deps.tokens ?? conversationTokens;
  const bus = deps.bus ?? createConversationBus();
  const byTokenHash = new LRUCache<string, ConversationRow>({ max: 5_000 });
  const underway = new Map<string, Promise<RunResult | null>>();
  const interruptedSince = new Map<string, number>();
  const patienceMs = deps.patienceMs ?? 60_000;
  const turnDeps = {
    ...{ pool, flows, runs, bus, ownerId, clock },
    ...{ sayInterrupted, underway, interruptedSince, patienceMs },
  };
  let sweeps: NodeJS.Timeout | undefined;

  const pump = createInboxPump({
    pool,
    bus,
    ownerId,
    log,
    clock,
    find: (id) => findConversation(pool, id),
    takeTurn: (conversation, message, fence) => takeTurn(turnDeps, conversation, message, fence),
    // A wrong setting stays wrong; a database that was away comes back.
    mayRetry: (error) => !(isPatchbayError(error) && error.fault === "user"),
    async giveUp(conversation, message, error) {
      log.warn({ conversationId: conversation.id, err: error }, "a chat message was given up");
      if (conversation.mode === "test" && isPatchbayError(error)) {
        bus.publish(conversation.id, { type: "notice", text: error.message });
      }
      await sayInterrupted(conversation, message.runId ?? `message-${message.seq}`);
    },
  });

  async function conversationOf(token: string): Promise<ConversationRow> {
    const hash = tokens.hash(token);
    const known = byTokenHash.get(hash) ?? (await findConversationByToken(pool, hash));
    if (known === null) {
      throw new UserError("conversation_not_found", "This conversation does not exist any more.", {
        next: "Start a new conversation.",
      });
    }
    byTokenHash.set(hash, known);
    return known;
  }

  /** Closed to new messages: unpublished flows and old previews. */
  async function assertOpen(conversation: ConversationRow): Promise<void> {
    const open =
      conversation.mode === "live"
        ? (await flows.liveByFlow(conversation.flowId)) !== null
        : clock().getTime() - conversation.createdAt.getTime() < previewLifeMs;
    if (!open) throw closed();
  }

  async function append(message: NewMessage): Promise<number | null> {
    const appended = await appendMessage(pool, message);
    if (appended?.added) {
      const shown = chatMessage({ ...message, seq: appended.seq });
      bus.publish(message.conversationId, { type: "message", message: shown });
    }
    return appended?.seq ?? null;
  }

  async function sayInterrupted(conversation: ConversationRow, runId: string): Promise<void> {
    const live = await flows.liveByFlow(conversation.flowId);
    const settings = live?.document.settings ?? flowSettings.parse({});
    await apologise(conversation.id, runId, settings.chat.apology);
  }

  async function apologise(conversationId: string, runId: string, text: string): Promise<void> {
    if (text.trim() === "") return;
    await append({
      conversationId,
      direction: "out",
      content: { text: storableText(text) },
      at: clock(),
      runId,
      nodeId: null,
      dedupeKey: `apology:${runId}`,
    });
  }

  async function create(
    target: { workspaceId: string; flowId: string },
    mode: "live" | "test",
    actor: Parameters<ChatService["openPreview"]>[0] | null,
  ): Promise<{ conversationId: string; token: string }> {
    const id = uuid();
    const createdAt = clock();
    const contact = {
      id: uuid(),
      channel: mode === "live" ? "web" : "preview",
      firstSeenAt: createdAt.toISOString(),
    };
    const token = tokens.create();
    await insertConversation(pool, {
      id,
      workspaceId: target.workspaceId,
      flowId: target.flowId,
      mode,
      contact: actor === null ? contact : previewContact(contact, actor),
      createdAt,
      tokenHash: tokens.hash(token),
    });
    return { conversationId: id, token };
  }

  return {
    async open(slug) {
      const target = await flows.liveBySlug(slug);
      if (target === null) {
        throw new UserError("not_published", "There is no chat at this address.", {
          next: "Check the address, or ask whoever gave it to you.",
        });
      }
      const { title, greeting } = target.document.settings.chat;
      const opened = await create(target, "live", null);
      return { ...opened, title: title || target.flowName, greeting };
    },

    async openPreview(actor, flowId) {
      // Loading the draft checks that this actor may.
      return await create(await flows.draftForTest(actor, flowId), "test", actor);
    },

    async send(token, input) {
      if (input.text.length > longestMessage) {
        throw new UserError("message_too_long", "This message is too long.", {
          next: `Keep it below ${longestMessage.toLocaleString("en")} characters, or send it in parts.`,
        });
      }
      const conversation = await conversationOf(token);
      await assertOpen(conversation);
      const value = input.value ?? null;
      const seq = await append({
        conversationId: conversation.id,
        direction: "in",
        content: {
          text: storableText(input.text),
          ...(value !== null && { value: storableText(value) }),
        },
        at: clock(),
        runId: null,
        nodeId: null,
        dedupeKey: incomingKeyPrefix + storableText(input.clientId),
      });
      if (seq === null) throw closed();
      pump.wake(conversation);
      return { seq };
    },

    async messages(token, afterSeq) {
      const conversation = await conversationOf(token);
      const rows = await readMessages(pool, conversation.id, afterSeq, messagesAtOnce);
      return rows.map(chatMessage);
    },

    async subscribe(token, afterSeq, listener) {
      const conversation = await conversationOf(token);
      const onError = (error: unknown) =>
        log.warn({ conversationId: conversation.id, err: error }, "messages could not be read");
      return await subscribeToConversation(
        { pool, bus, onError },
        conversation.id,
        afterSeq,
        listener,
      );
    },

    async allowedOrigins(token) {
      const conversation = await conversationOf(token);
      if (conversation.mode === "test") return [];
      const live = await flows.liveByFlow(conversation.flowId);
      return live?.document.settings.chat.allowedOrigins ?? [];
    },

    portFor(conversationId, runId, nodeId, idempotencyKey) {
      let said = 0;
      return {
        conversationId,
        async say(content) {
          const dedupeKey = `${idempotencyKey}:${said++}`;
          const at = clock();
          await append({
            conversationId,
            direction: "out",
            content: storableContent(content),
            at,
            runId,
            nodeId,
            dedupeKey,
          });
        },
      };
    },

    async contact(conversationId) {
      const conversation = await findConversation(pool, conversationId);
      return conversation === null ? {} : publicContact(conversation.contact);
    },

    apologise,

    async recover() {
      const sweep = async () => {
        try {
          await pump.sweep();
        } catch (error) {
          log.warn({ err: error }, "unserved chat messages could not be looked for");
        }
      };
      sweeps ??= setInterval(sweep, deps.sweepMs ?? 2_000).unref();
      await sweep();
    },

    async stop() {
      clearInterval(sweeps);
      await pump.stop();
    },
  };
}

function closed(): UserError {
  return new UserError("chat_closed", "This chat is closed.", {
    next: "Come back later, or start a new conversation.",
  });
}
