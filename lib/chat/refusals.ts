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
