import { LRUCache } from "lru-cache";
import type { Pool } from "pg";
import {
  type ConversationRow,
  findConversation,
  findConversationByToken,
  findConversationState,
} from "#lib/db/chat/conversations.ts";
import { readMessages } from "#lib/db/chat/messages.ts";
import type { NoticeLine } from "#lib/db/notice-line.ts";
import { policiesChannel } from "#lib/db/operations/paused-workspaces.ts";
import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { FileStore } from "#lib/files/contract.ts";
import { flowSettings } from "#lib/flow/document.ts";
import type { FlowStore } from "#lib/flow-store/contract.ts";
import type { RunResult, RunService } from "#lib/runs/contract.ts";
import { storableText } from "#lib/words/storable.ts";
import { createChatDesk } from "./chat-desk.ts";
import { chatMessage, incomingKeyPrefix } from "./chat-message.ts";
import { createChatWire } from "./chat-wire.ts";
import { createContactMemory } from "./contact-memory.ts";
import type { ChatService } from "./contract.ts";
import { type ConversationBus, createConversationBus } from "./conversation-bus.ts";
import { subscribeToConversation } from "./conversation-subscription.ts";
import { type ConversationTokens, conversationTokens } from "./conversation-token.ts";
import { createHandOvers } from "./hand-overs.ts";
import { type ChatLog, createInboxPump } from "./inbox-pump.ts";
import { createMessageWriter } from "./message-writer.ts";
import { openConversation } from "./open-conversation.ts";
import { chatClosed, conversationNotFound, isForLater } from "./refusals.ts";
import { createChatRelay } from "./relay.ts";
import { takeTurn } from "./take-turn.ts";
import { createUploads, type Uploads } from "./uploads.ts";

export type ChatServiceDeps = {
  pool: Pool;
  flows: Pick<FlowStore, "liveBySlug" | "liveByFlow" | "draftForTest">;
  /** Late, since the run service speaks through this one. */
  runs: () => Pick<RunService, "start" | "resume" | "openWait">;
  files: Pick<FileStore, "save" | "open" | "openByToken">;
  /** This process, as it signs its leases; unique to its lifetime. */
  ownerId: string;
  log: ChatLog;
  /** Tells of pauses that have ended. Without it, messages kept in one wait for the next look. */
  line?: Pick<NoticeLine, "on">;
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
  const writer = createMessageWriter({ pool, bus, clock });
  const contacts = createContactMemory({ pool, clock });
  const uploads = createUploads({ pool, files: deps.files });
  const handOvers = createHandOvers({ pool, bus });
  const turnDeps = {
    ...{ pool, flows, runs, bus, ownerId, clock },
    ...{ sayInterrupted, underway, interruptedSince, patienceMs },
  };
  let sweeps: NodeJS.Timeout | undefined;

  const pump = createInboxPump({
    ...{ pool, bus, ownerId, log, clock },
    find: (id) => findConversation(pool, id),
    takeTurn: (conversation, message, fence) => takeTurn(turnDeps, conversation, message, fence),
    isForLater,
    // A wrong setting stays wrong; a database that was away comes back.
    mayRetry: (error) => !(isPatchbayError(error) && error.fault === "user"),
    wakeOthers: (id) => wire.wakeOthers(id),
    async giveUp(conversation, message, error) {
      log.warn({ conversationId: conversation.id, err: error }, "a chat message was given up");
      if (conversation.mode === "test" && isPatchbayError(error)) {
        bus.publish(conversation.id, { type: "notice", text: error.message });
      }
      await sayInterrupted(conversation, message.runId ?? `message-${message.seq}`);
    },
  });

  const onError = (error: unknown, message: string) => log.warn({ err: error }, message);
  const wire = createChatWire({
    ...{ pool, bus, ownerId, onError },
    onInbox: (id) =>
      void pump
        .wakeFromAfar(id)
        .catch((error) => onError(error, "a conversation could not be looked for")),
  });

  async function conversationOf(token: string): Promise<ConversationRow> {
    const hash = tokens.hash(token);
    const known = byTokenHash.get(hash) ?? (await findConversationByToken(pool, hash));
    if (known === null) {
      throw conversationNotFound();
    }
    byTokenHash.set(hash, known);
    return known;
  }

  /** Closed to new messages: unpublished flows and old previews, unless a person answers there. */
  async function assertOpen(conversation: ConversationRow): Promise<void> {
    const open =
      conversation.mode === "live"
        ? (await flows.liveByFlow(conversation.flowId)) !== null
        : clock().getTime() - conversation.createdAt.getTime() < previewLifeMs;
    if (open) return;
    if ((await findConversationState(pool, conversation.id)) !== "parked") throw chatClosed();
  }

  async function sayInterrupted(conversation: ConversationRow, runId: string): Promise<void> {
    const live = await flows.liveByFlow(conversation.flowId);
    const settings = live?.document.settings ?? flowSettings.parse({});
    await writer.apologise(conversation.id, runId, settings.chat.apology);
  }

  /** Why a message was not taken in. */
  async function refusal(conversationId: string, token: string | null): Promise<UserError> {
    if ((await findConversationState(pool, conversationId)) !== null) return chatClosed();
    if (token !== null) byTokenHash.delete(tokens.hash(token));
    return conversationNotFound();
  }

  /** Takes a visitor's message in. `token`: by which it came. */
  async function take(
    conversation: ConversationRow,
    input: Parameters<ChatService["send"]>[1],
    token: string | null,
  ): Promise<{ seq: number }> {
    if (input.text.length > longestMessage) {
      throw new UserError("message_too_long", "This message is too long.", {
        next: `Keep it below ${longestMessage.toLocaleString("en")} characters, or send it in parts.`,
      });
    }
    await assertOpen(conversation);
    const value = input.value ?? null;
    const file = input.file ? await uploads.at(conversation, input.file) : null;
    const seq = await writer.append({
      conversationId: conversation.id,
      direction: "in",
      content: {
        text: storableText(input.text),
        ...(value !== null && { value: storableText(value) }),
        ...(file !== null && { file }),
      },
      at: clock(),
      runId: null,
      nodeId: null,
      dedupeKey: incomingKeyPrefix + storableText(input.clientId),
    });
    if (seq === null) throw await refusal(conversation.id, token);
    pump.wake(conversation);
    return { seq };
  }

  const upload: Uploads["take"] = async (conversation, meta, source) => {
    await assertOpen(conversation);
    return await uploads.take(conversation, meta, source);
  };

  async function read(conversationId: string, afterSeq: number) {
    const rows = await readMessages(pool, conversationId, afterSeq, messagesAtOnce);
    return rows.map(chatMessage);
  }

  const hear = (id: string, afterSeq: number, listener: Parameters<ChatService["subscribe"]>[2]) =>
    subscribeToConversation({ pool, bus, onError }, id, afterSeq, listener);

  async function sweep(): Promise<void> {
    try {
      await handOvers.settle();
      await pump.sweep();
    } catch (error) {
      log.warn({ err: error }, "unserved chat messages could not be looked for");
    }
  }
  // What was kept during a pause is answered as soon as it is over.
  deps.line?.on(policiesChannel, (workspaceId) => {
    if (workspaceId !== null) void sweep();
  });

  const isClosed = async (id: string) => {
    const state = await findConversationState(pool, id);
    return state === null || state === "closed";
  };

  return {
    async open(slug, known) {
      const target = await flows.liveBySlug(slug);
      if (target === null) {
        throw new UserError("not_published", "There is no chat at this address.", {
          next: "Check the address, or ask whoever gave it to you.",
        });
      }
      const { title, greeting } = target.document.settings.chat;
      const { contact, contactToken } = await contacts.meet(target.workspaceId, known ?? null);
      const opened = await openConversation({ pool, tokens, clock }, target, {
        contact,
        channel: "web",
      });
      return { ...opened, contactToken, title: title || target.flowName, greeting };
    },

    async openPreview(actor, flowId) {
      // Loading the draft checks that this actor may.
      const draft = await flows.draftForTest(actor, flowId);
      return await openConversation({ pool, tokens, clock }, draft, { actor });
    },

    async send(token, input) {
      return await take(await conversationOf(token), input, token);
    },

    async upload(token, meta, source) {
      return await upload(await conversationOf(token), meta, source);
    },

    async messages(token, afterSeq) {
      return await read((await conversationOf(token)).id, afterSeq);
    },

    async subscribe(token, afterSeq, listener) {
      const { id } = await conversationOf(token);
      const stop = await hear(id, afterSeq, listener);
      if (await isClosed(id)) listener({ type: "closed" });
      return stop;
    },

    async allowedOrigins(token) {
      const conversation = await conversationOf(token);
      if (conversation.mode === "test") return [];
      const live = await flows.liveByFlow(conversation.flowId);
      return live?.document.settings.chat.allowedOrigins ?? [];
    },

    portFor: (conversationId, runId, nodeId, idempotencyKey) => ({
      conversationId,
      say: writer.sayFor(conversationId, runId, nodeId, idempotencyKey),
      remember: (values) => contacts.remember(conversationId, values),
    }),

    contact: contacts.scope,
    rememberContact: contacts.remember,
    apologise: writer.apologise,
    park: handOvers.park,
    unpark: handOvers.unpark,
    desk: createChatDesk({ pool, bus, writer, onError }),
    relay: createChatRelay({
      ...{ pool, tokens, clock, read, hear, upload },
      take: (conversation, input) => take(conversation, input, null),
    }),

    async recover() {
      await wire.start();
      sweeps ??= setInterval(sweep, deps.sweepMs ?? 2_000).unref();
      await sweep();
    },

    async stop() {
      clearInterval(sweeps);
      await pump.stop();
      await wire.stop();
      bus.stop();
    },
  };
}
