import { UserError } from "#lib/errors/user-error.ts";
import type { Mailer } from "./contract.ts";

/** An installation that sends no mail: what would be sent is shown on its pages only. */
export const noMailer: Mailer = {
  configured: false,
  async send() {
    throw new UserError("internal", "This installation sends no mail.");
  },
};
