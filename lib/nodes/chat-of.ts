import { UserError } from "#lib/errors/user-error.ts";
import type { ChatPort, ExecuteContext } from "./contract.ts";

/**
 * The conversation this step speaks in.
 *
 * @throws UserError `conversation_not_found` when a webhook or a person started the run.
 */
export function chatOf(context: ExecuteContext): ChatPort {
  if (context.chat !== undefined) return context.chat;
  throw new UserError(
    "conversation_not_found",
    "There is no visitor to write to: this run was not started by a chat message.",
    { next: "Start the flow with “Chat message”, or take this step off the path." },
  );
}
