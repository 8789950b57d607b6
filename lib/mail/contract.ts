import type { Prisma } from "#lib/db/generated/client.ts";

/** A message to one person. Subject and addresses hold no line breaks; the sender is the installation's. */
export type Mail = {
  to: string;
  subject: string;
  /** Plain text, always there: what a reader without HTML sees. */
  text: string;
  html?: string;
};

export type SendOptions = {
  /** The mail is sent only if this transaction commits. Default: at once. */
  tx?: Prisma.TransactionClient;
  /** Not sent any more after this moment: what it says is past then. Default: in a day. */
  until?: Date;
  /** What `MailOutcome` is to name, such as an invitation's id. Default: nobody is told. */
  about?: string;
};

/** The installation's own mail (`PATCHBAY_SMTP_URL`): invitations, passwords, alerts. */
export type Mailer = {
  /** False without `PATCHBAY_SMTP_URL`: then links are shown instead, and alerts stay on the page. */
  configured: boolean;
  /**
   * Takes a mail in: it is on disk when this resolves, and sent within seconds by a worker, again and
   * again while the server is in trouble. Nobody waits for the mail server.
   *
   * @throws UserError `mail_failed` without a mail server, `invalid_header` for a broken line
   */
  send(mail: Mail, options?: SendOptions): Promise<void>;
};

/** What has become of a mail. `waiting`: it was refused, and is tried again. */
export type MailFate = { state: "sent" } | { state: "waiting" | "failed"; error: string };

/** The same, with what the mail is about. */
export type MailOutcome = MailFate & { about: string; at: Date };
