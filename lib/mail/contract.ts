/** A message to one person. Subject and addresses hold no line breaks; the sender is the installation's. */
export type Mail = {
  to: string;
  subject: string;
  /** Plain text, always there: what a reader without HTML sees. */
  text: string;
  html?: string;
};

/** The installation's own mail (`PATCHBAY_SMTP_URL`): invitations, passwords, alerts. */
export type Mailer = {
  /** False without `PATCHBAY_SMTP_URL`: then links are shown instead, and alerts stay on the page. */
  configured: boolean;
  /** @throws UserError `mail_failed` with the server's answer in plain words */
  send(mail: Mail): Promise<void>;
};
