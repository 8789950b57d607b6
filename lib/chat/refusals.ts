import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import { UserError } from "#lib/errors/user-error.ts";

export function conversationNotFound(): UserError {
  return new UserError("conversation_not_found", "This conversation does not exist any more.", {
    next: "Start a new conversation.",
  });
}

export function chatClosed(): UserError {
  return new UserError("chat_closed", "This chat is closed.", {
    next: "Come back later, or start a new conversation.",
  });
}

/** Why a run is not begun now although nothing is wrong with it. */
const forLater: ReadonlySet<string> = new Set(["not_ready", "runs_paused", "shutting_down"]);

/** Whether a run was refused before it began, for a reason that passes. */
export function isForLater(error: unknown): boolean {
  return isPatchbayError(error) && forLater.has(error.code);
}
