import { setTimeout as pause } from "node:timers/promises";
import type { Pool } from "pg";
import type { ConversationRow } from "#lib/db/chat/conversations.ts";
import {
  findStrandedConversations,
  type InboxMessage,
  markInboxMessageProcessed,
  nextInboxMessage,
} from "#lib/db/chat/inbox.ts";
import { leaseMs, releaseLease, renewLease, takeLease } from "#lib/db/chat/lease.ts";
import type { ConversationBus } from "./conversation-bus.ts";
import type { TurnOutcome } from "./take-turn.ts";

export type ChatLog = { warn(facts: object, message: string): void };

export type InboxPumpDeps = {
  pool: Pool;
  bus: ConversationBus;
  ownerId: string;
  log: ChatLog;
  clock: () => Date;
  takeTurn(
    conversation: ConversationRow,
    message: InboxMessage,
    fence: number,
  ): Promise<TurnOutcome>;
  /** The message's turn failed for good: tell the visitor. */
  giveUp(conversation: ConversationRow, message: InboxMessage, error: unknown): Promise<void>;
  /** Whether the turn was refused before it began, for a reason that passes. */
  isForLater(error: unknown): boolean;
  /** Whether trying the turn again can help. */
  mayRetry(error: unknown): boolean;
  find(conversationId: string): Promise<ConversationRow | null>;
  /** Tells the processes of which one holds the conversation that there is something to serve. */
  wakeOthers(conversationId: string): void;
};

export type InboxPump = {
  /** There may be something to serve; returns at once. */
  wake(conversation: ConversationRow): void;
  /** Another process has taken a message in that it may not serve itself. */
  wakeFromAfar(conversationId: string): Promise<void>;
  /** Wakes every conversation that was left with unserved messages. */
  sweep(): Promise<void>;
  /**
   * Takes no further message and resolves when the turns under way have ended, or after 8 s: the
   * runs of longer ones are continued by whoever continues runs, and their messages after them.
   */
  stop(): Promise<void>;
};

/** How often a turn is tried before the message is given up. */
const maxAttempts = 3;
const longestStopMs = 8_000;
/** When a run that a person has handed back to is looked at again, in ms. */
const resumingMs = 100;

/**
 * Serves conversations' inboxes: one conversation strictly in order, different ones at the same time.
 * Only the holder of a conversation's lease serves it.
 */
export function createInboxPump(deps: InboxPumpDeps): InboxPump {
  const pumping = new Map<string, { again: boolean; ended: Promise<void> }>();
  const failures = new Map<string, number>();
  let stopping = false;

  function wake(conversation: ConversationRow, mayTell = true): void {
    if (stopping) return;
    const current = pumping.get(conversation.id);
    if (current !== undefined) {
      current.again = true;
      return;
    }
    const pump = { again: true, ended: Promise.resolve() };
    pumping.set(conversation.id, pump);
    pump.ended = (async () => {
      try {
        while (pump.again && !stopping) {
          pump.again = false;
          await serve(conversation, mayTell);
        }
      } catch (error) {
        deps.log.warn({ conversationId: conversation.id, err: error }, "a chat turn was put off");
      } finally {
        pumping.delete(conversation.id);
      }
    })();
  }

  async function serve(conversation: ConversationRow, mayTell: boolean): Promise<void> {
    const fence = await takeLease(deps.pool, conversation.id, deps.ownerId);
    if (fence === null) {
      // Whoever hears of it does not say so again: two of them would never end.
      if (mayTell) deps.wakeOthers(conversation.id);
      return;
    }
    const lease = keepLease(deps, conversation.id, fence);
    try {
      while (!stopping && !lease.lost()) {
        const { message, lastSeq, listening } = await nextInboxMessage(deps.pool, conversation.id);
        if (message === null) {
          if (await releaseLease(deps.pool, conversation.id, fence, lastSeq)) return;
          continue;
        }
        // Kept: the sweep after the pause finds it.
        if (listening === "paused") return;
        if (listening === "resuming") {
          setTimeout(() => wake(conversation), resumingMs).unref();
          return;
        }
        if (listening !== "flow") {
          // A person reads it, or nobody does: it is kept, and no run hears of it.
          await markProcessed(conversation, message);
          continue;
        }
        deps.bus.publish(conversation.id, { type: "typing", typing: true });
        if (!(await serveMessage(conversation, message, fence))) return;
      }
    } finally {
      lease.end();
      deps.bus.publish(conversation.id, { type: "typing", typing: false });
      // Harmless when it was given back above: the fence says whose it is.
      await releaseLease(deps.pool, conversation.id, fence, null);
    }
  }

  /** False when the inbox has to wait: the message is not done with. */
  async function serveMessage(
    conversation: ConversationRow,
    message: InboxMessage,
    fence: number,
  ): Promise<boolean> {
    const key = `${conversation.id}:${message.seq}`;
    try {
      const outcome = await deps.takeTurn(conversation, message, fence);
      if (outcome !== "done") return false;
    } catch (error) {
      // Nothing was tried: the message waits for its turn.
      if (deps.isForLater(error)) throw error;
      const attempts = (failures.get(key) ?? 0) + 1;
      failures.set(key, attempts);
      if (deps.mayRetry(error) && attempts < maxAttempts) throw error;
      await deps.giveUp(conversation, message, error);
    }
    failures.delete(key);
    await markProcessed(conversation, message);
    return true;
  }

  function markProcessed({ id }: ConversationRow, { seq }: InboxMessage): Promise<void> {
    return markInboxMessageProcessed(deps.pool, id, seq, deps.clock());
  }

  return {
    wake: (conversation) => wake(conversation),

    async wakeFromAfar(conversationId) {
      const current = pumping.get(conversationId);
      if (current !== undefined) {
        current.again = true;
        return;
      }
      const conversation = stopping ? null : await deps.find(conversationId);
      if (conversation !== null) wake(conversation, false);
    },

    async sweep() {
      if (stopping) return;
      for (const id of await findStrandedConversations(deps.pool, 500)) {
        const current = pumping.get(id);
        if (current !== undefined) {
          // It may be about to rest on what has changed since.
          current.again = true;
          continue;
        }
        const conversation = await deps.find(id);
        if (conversation !== null) wake(conversation);
      }
    },

    async stop() {
      stopping = true;
      const ended = Promise.all([...pumping.values()].map((pump) => pump.ended));
      const enough = new AbortController();
      const limit = pause(longestStopMs, undefined, { signal: enough.signal, ref: false });
      await Promise.race([ended, limit.catch(() => undefined)]);
      enough.abort();
    },
  };
}

/** Renews a lease in time until `end`. */
function keepLease(deps: InboxPumpDeps, conversationId: string, fence: number) {
  let lost = false;
  const timer = setInterval(async () => {
    try {
      if (!(await renewLease(deps.pool, conversationId, fence))) lost = true;
      // Listeners of other processes forget a typing sign that nobody renews.
      else if (deps.bus.isTyping(conversationId)) {
        deps.bus.publish(conversationId, { type: "typing", typing: true });
      }
    } catch (error) {
      deps.log.warn({ conversationId, err: error }, "a conversation's lease could not be renewed");
    }
  }, leaseMs / 3);
  timer.unref();
  return { lost: () => lost, end: () => clearInterval(timer) };
}
