import { z } from "zod";
import { envelope, openEnvelope, sealEnvelope } from "#lib/connections/envelope.ts";
import { UserError } from "#lib/errors/user-error.ts";
import { readAllowList } from "#lib/http/allow-list.ts";
import { createEgressGuard } from "#lib/http/egress-guard.ts";
import type { MailJob, MailJobs } from "#lib/queue/mail-jobs.ts";
import type { Mailer, MailFate, MailOutcome } from "./contract.ts";
import { explainSmtpFailure } from "./explain-smtp-failure.ts";
import type { MailServer } from "./read-smtp-url.ts";
import { createSmtpTransport } from "./smtp-transport.ts";

export type MailerOptions = {
  /** Undefined: no mail is sent. */
  server: (MailServer & { from: string }) | undefined;
  jobs: MailJobs;
  /** 32 bytes, `ring.derive("mail")`: mails wait encrypted, since they hold links that open accounts. */
  key: Buffer;
  /** Told what has become of a mail that was sent `about` something. */
  onOutcome?: (outcome: MailOutcome) => Promise<void>;
  log: { warn(facts: object, message: string): void };
  clock?: () => Date;
};

export type RunningMailer = Mailer & {
  /** Delivers what waits, from now on; for workers. */
  start(): Promise<void>;
  stop(): void;
};

const dayMs = 86_400_000;
const binding = { workspaceId: "", connectionId: "mail", kind: "mail" };
const keyId = "mail";
const broken = /\p{Cc}/u;
const sealedMail = z.object({
  to: z.email(),
  subject: z.string(),
  text: z.string(),
  html: z.string().optional(),
});

/** The installation's mail: taken into the queue, delivered by workers over SMTP. */
export function createMailer({ server, jobs, key, log, ...options }: MailerOptions): RunningMailer {
  const clock = options.clock ?? (() => new Date());
  const transport = server === undefined ? undefined : open(server);

  async function tell(job: MailJob, fate: MailFate): Promise<void> {
    if (job.about !== "") await options.onOutcome?.({ ...fate, about: job.about, at: clock() });
  }

  async function deliver(job: MailJob, lastTry: boolean): Promise<void> {
    if (transport === undefined || server === undefined) return;
    if (new Date(job.until) <= clock()) {
      await tell(job, { state: "failed", error: "It could not be sent in time." });
      return;
    }
    const opened = openEnvelope(key, envelope.parse(job.sealed), binding);
    const mail = sealedMail.parse(JSON.parse(opened));
    try {
      await transport.sendMail({ ...mail, from: server.from });
    } catch (error) {
      const explained = explainSmtpFailure(error, server);
      const final = lastTry || isRefusedForGood(error);
      log.warn({ reason: explained.message, final }, "a mail could not be sent");
      await tell(job, { state: final ? "failed" : "waiting", error: explained.message });
      if (final) return;
      // The queue keeps what it is thrown: no more than the sentence.
      throw new Error(explained.message);
    }
    // Whatever comes of telling it: the mail is out, and must not go out twice.
    await tell(job, { state: "sent" }).catch((error: unknown) => {
      log.warn({ err: error }, "what has become of a mail could not be noted");
    });
  }

  return {
    configured: server !== undefined,
    async send(mail, { tx, until, about = "" } = {}) {
      if (server === undefined) {
        throw new UserError("mail_failed", "Patchbay has no mail server.", {
          next: "Whoever runs Patchbay can name one: PATCHBAY_SMTP_URL.",
        });
      }
      if (broken.test(mail.to) || broken.test(mail.subject)) {
        throw new UserError(
          "invalid_header",
          "Line breaks cannot stand in an address or a subject.",
        );
      }
      if (!z.email().safeParse(mail.to).success) {
        throw new UserError("invalid_value", `${mail.to} is not an e-mail address.`);
      }
      const sealed = sealEnvelope(key, keyId, binding, JSON.stringify(mail));
      const end = until ?? new Date(clock().getTime() + dayMs);
      await jobs.add({ sealed, until: end.toISOString(), about }, tx);
    },
    async start() {
      if (transport !== undefined) await jobs.deliver(deliver);
    },
    stop: () => transport?.close(),
  };
}

/** The operator's word: this one server may stand on a private address. */
function open(server: MailServer) {
  const host = server.host.includes(":") ? `[${server.host}]` : server.host;
  const guard = createEgressGuard(readAllowList([`${host}:${server.port}`]));
  return createSmtpTransport({ timeoutMs: 20_000, ...server }, guard);
}

/** The server has answered that it will never take this mail: an unknown recipient, say. */
function isRefusedForGood(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false;
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown }; // unchecked: read as such
  const aboutMail = code === "EENVELOPE" || code === "EMESSAGE";
  return aboutMail && typeof responseCode === "number" && responseCode >= 500;
}
