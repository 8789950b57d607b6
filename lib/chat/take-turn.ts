import type { Pool } from "pg";
import { v7 as uuid } from "uuid";
import type { ConversationRow } from "#lib/db/chat/conversations.ts";
import { endSession } from "#lib/db/chat/end-session.ts";
import { claimInboxMessage, type InboxMessage, traceClaim } from "#lib/db/chat/inbox.ts";
import type { FlowStore, LiveTarget } from "#lib/flow-store/contract.ts";
import type { RunResult, RunService, StartRun } from "#lib/runs/contract.ts";
import { counted } from "#lib/words/counted.ts";
import { chooseTrigger, firstTrigger } from "./choose-trigger.ts";
import type { ConversationBus } from "./conversation-bus.ts";
import { previewActor, publicContact } from "./conversation-contact.ts";
import { isRestartWord, sessionEnded, startsAfresh } from "./session.ts";

export type TurnDeps = {
  pool: Pool;
  flows: Pick<FlowStore, "liveByFlow" | "draftForTest">;
  runs: () => Pick<RunService, "start" | "resume" | "openWait">;
  bus: ConversationBus;
  ownerId: string;
  /** Says sorry in the flow's words, once for each run. */
  sayInterrupted: (conversation: ConversationRow, runId: string) => Promise<void>;
  /** Runs of this process that have not settled yet. */
  underway: Map<string, Promise<RunResult | null>>;
  /** When an interrupted run was first met, in ms by its id. */
  interruptedSince: Map<string, number>;
  /** How long an interrupted run may take to be continued, in ms. */
  patienceMs: number;
  clock: () => Date;
};

/**
 * - `done`: a run has taken the message in and its result is on disk, or nothing starts on it.
 * - `busy`: the run that took it in is still going elsewhere; look again later.
 * - `lost`: the lease went to another process, which serves the message now.
 */
export type TurnOutcome = "done" | "busy" | "lost";

/**
 * Serves one incoming message: as the reply to the conversation's open wait, else by starting a run.
 * One that begins a new session first ends what still waited for a reply in the old one.
 * Which run takes it in is written down before that run hears of it, so a message whose turn was cut
 * off is neither lost nor handed over twice. Throws when the run could not be started or resumed.
 */
export async function takeTurn(
  deps: TurnDeps,
  conversation: ConversationRow,
  message: InboxMessage,
  fence: number,
): Promise<TurnOutcome> {
  const earlier = await followEarlierClaim(deps, conversation, message);
  if (earlier !== null) return earlier;

  const target = await targetOf(deps, conversation);
  if (target !== null && startsAfresh(target.document.settings.chat, message)) {
    const ended = await endOldSession(deps, conversation, message, fence);
    if (ended === null) return "lost";
    if (ended.length > 0 && conversation.mode === "test") {
      deps.bus.publish(conversation.id, { type: "notice", text: whyAfresh(target, message) });
    }
  }

  for (;;) {
    const wait = await deps.runs().openWait(conversation.id);
    if (wait === null) return await startRun(deps, conversation, target, message, fence);
    const claimed = await claimInboxMessage(deps.pool, {
      conversationId: conversation.id,
      seq: message.seq,
      fence,
      ...wait,
    });
    if (!claimed) return "lost";
    const { text, value, file } = message;
    const reply = { text, value, at: message.at.toISOString(), ...(file !== null && { file }) };
    const result = await follow(
      deps,
      wait.runId,
      deps.runs().resume(wait.waitId, { kind: "reply", reply }),
    );
    // Null: something else consumed the wait first, so this was not its reply. Look again.
    if (result !== null) return "done";
  }
}

/** What became of a claim that a turn made before it was cut off; null when nothing did. */
async function followEarlierClaim(
  deps: TurnDeps,
  conversation: ConversationRow,
  message: InboxMessage,
): Promise<TurnOutcome | null> {
  const { runId, waitId } = message;
  if (runId === null) return null;
  const underway = deps.underway.get(runId);
  if (underway !== undefined) {
    await underway;
    return "done";
  }
  const trace = await traceClaim(deps.pool, runId, waitId);
  const heard = waitId === null ? trace.runState !== null : trace.waitConsumed;
  if (!heard) return null;
  // Queued: put back by whoever found it cut off. What is said next must not overtake it.
  if (trace.runState !== "running" && trace.runState !== "queued") {
    deps.interruptedSince.delete(runId);
    return "done";
  }
  if (trace.ownerAlive && trace.runOwner !== deps.ownerId) return "busy";
  // The run was cut off. Somebody takes it over and brings it to an end; should that fail, the
  // visitor must not wait for ever.
  const now = deps.clock().getTime();
  const since = deps.interruptedSince.get(runId) ?? now;
  deps.interruptedSince.set(runId, since);
  if (now - since < deps.patienceMs) return "busy";
  deps.interruptedSince.delete(runId);
  await deps.sayInterrupted(conversation, runId);
  return "done";
}

/** Why the run that waited for an answer ended, for whoever tries the flow. */
function whyAfresh({ document }: LiveTarget, { text }: InboxMessage): string {
  const { chat } = document.settings;
  return isRestartWord(chat, text)
    ? `“${chat.restartWord}” is the restart word: what waited for an answer has ended, and the flow begins anew.`
    : `Nothing was said for more than ${counted(chat.sessionMinutes ?? 0, "minute")}: what waited for an answer has ended, and the flow begins anew.`;
}

/** The runs that ended; null when the lease went to another process. */
async function endOldSession(
  deps: TurnDeps,
  conversation: ConversationRow,
  message: InboxMessage,
  fence: number,
): Promise<string[] | null> {
  return await endSession(deps.pool, {
    conversationId: conversation.id,
    fence,
    // A claim that was made before a crash is not the old session's.
    exceptRunId: message.waitId === null ? message.runId : null,
    kinds: ["reply"],
    error: sessionEnded("The visitor has started afresh, so nobody answers this any more."),
  });
}

async function startRun(
  deps: TurnDeps,
  conversation: ConversationRow,
  target: LiveTarget | null,
  message: InboxMessage,
  fence: number,
): Promise<TurnOutcome> {
  if (target === null) {
    deps.bus.publish(conversation.id, { type: "closed" });
    return "done";
  }
  const startsOver = isRestartWord(target.document.settings.chat, message.text);
  const trigger =
    chooseTrigger(target.document, message) ?? (startsOver ? firstTrigger(target.document) : null);
  if (trigger === null) {
    if (conversation.mode === "test") explainSilence(deps.bus, conversation.id, target);
    return "done";
  }
  // A claim that never reached its run keeps its id: should a stalled process wake up and start it
  // after all, one of the two meets the other's row.
  const reusable = message.waitId === null ? message.runId : null;
  const runId = reusable ?? uuid();
  const input: StartRun = {
    runId,
    target,
    mode: conversation.mode,
    triggerKind: "chat",
    triggerNodeId: trigger.id,
    payload: {
      text: message.text,
      at: message.at.toISOString(),
      ...(message.file !== null && { file: message.file }),
    },
    conversationId: conversation.id,
    contact: publicContact(conversation.contact, message.remembered),
  };
  const actor = previewActor(conversation);
  if (actor !== null) input.startedBy = actor.userId;
  const claimed = await claimInboxMessage(deps.pool, {
    conversationId: conversation.id,
    seq: message.seq,
    fence,
    runId,
    waitId: null,
  });
  if (!claimed) return "lost";
  const started = deps.runs().start(input);
  await follow(deps, started.runId, started.result);
  return "done";
}

async function targetOf(deps: TurnDeps, conversation: ConversationRow): Promise<LiveTarget | null> {
  if (conversation.mode === "live") return await deps.flows.liveByFlow(conversation.flowId);
  const actor = previewActor(conversation);
  return actor === null ? null : await deps.flows.draftForTest(actor, conversation.flowId);
}

function explainSilence(bus: ConversationBus, conversationId: string, target: LiveTarget): void {
  const hasTrigger = target.document.nodes.some(
    (node) => node.type === "chat-trigger" && !node.disabled,
  );
  bus.publish(conversationId, {
    type: "notice",
    text: hasTrigger
      ? "No chat trigger starts on this message. Try one of its keywords, or let a trigger start on any message."
      : "This flow has no chat trigger that is switched on. Add one from the palette.",
  });
}

async function follow(
  deps: TurnDeps,
  runId: string,
  result: Promise<RunResult | null>,
): Promise<RunResult | null> {
  deps.underway.set(runId, result);
  try {
    return await result;
  } finally {
    deps.underway.delete(runId);
  }
}
