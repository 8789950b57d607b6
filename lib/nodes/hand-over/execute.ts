import { chatOf } from "../chat-of.ts";
import type { Execute } from "../contract.ts";
import { expiryOf } from "../expiry.ts";
import { checkMessageLength } from "../message-length.ts";
import type { HandOverConfig } from "./definition.ts";

/**
 * Gives the conversation to a person, and goes on when it is handed back or the time is up. The note
 * for the team is in the wait's state, as `note`.
 *
 * @throws UserError `conversation_not_found`, `message_too_long`, `invalid_value` when the time-out
 *   is not between a second and a year
 */
export const execute: Execute<HandOverConfig> = async (context) => {
  const { config, resumed } = context;
  const now = context.now();
  if (resumed !== undefined) {
    const waitedMs = waitedSince(resumed.state.startedAt, now);
    if (resumed.kind === "person") {
      return { kind: "done", output: { by: resumed.by, waitedMs } };
    }
    return { kind: "done", port: "timeout", output: { by: null, waitedMs } };
  }

  const chat = chatOf(context);
  const text = config.message.trim();
  checkMessageLength(text, "The message");
  const expiresAt =
    config.giveUp === "after" ? expiryOf(config.timeout, config.timeoutUnit, now) : undefined;
  if (text !== "") {
    await chat.say({ text, image: null, file: null, buttons: [], expects: null });
  }
  return {
    kind: "wait",
    wait: {
      kind: "person",
      state: { startedAt: now.toISOString(), note: config.note.trim() },
      ...(expiresAt === undefined ? {} : { expiresAt }),
    },
  };
};

function waitedSince(startedAt: unknown, now: Date): number {
  const start = typeof startedAt === "string" ? Date.parse(startedAt) : Number.NaN;
  return Number.isNaN(start) ? 0 : Math.max(0, now.getTime() - start);
}
