import { UserError } from "#lib/errors/user-error.ts";

/** The refusal of a code, whichever it was meant to be. */
export function wrongCode(): UserError {
  return new UserError("wrong_code", "The code is wrong, or was used already.", {
    next: "Wait for the app's next code. The clock of your phone must be right.",
  });
}
