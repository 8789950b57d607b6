import { UserError } from "#lib/errors/user-error.ts";

/** What a chat message holds at most, in characters. */
const maxLength = 20_000;

/** @throws UserError `message_too_long` */
export function checkMessageLength(text: string, what: string): void {
  if (text.length <= maxLength) return;
  throw new UserError(
    "message_too_long",
    `${what} has ${text.length.toLocaleString("en")} characters; a chat message holds ${maxLength.toLocaleString("en")}.`,
    { next: "Shorten it, for example with the filter “truncate”." },
  );
}
