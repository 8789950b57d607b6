import { isPatchbayError, type PatchbayError } from "#lib/errors/patchbay-error.ts";
import { UpstreamError } from "#lib/errors/upstream-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import { explainFailure } from "#lib/http/explain-failure.ts";
import { notConnected } from "./smtp-transport.ts";

type Attempt = { host: string; port: number; security: "tls" | "starttls" | "none" };

/** Turns what a mail transport threw into a sentence for a person. */
export function explainSmtpFailure(error: unknown, attempt: Attempt): PatchbayError {
  if (isPatchbayError(error)) return error;
  const { host, port, security } = attempt;
  const { code, response, responseCode, message } = readError(error);
  const said = response === "" ? "" : ` It said: ${response.slice(0, 300)}`;
  const options = { cause: error, details: { host, port, reason: code } };
  if (code === "EAUTH" || code === "ENOAUTH") {
    return new UserError("mail_failed", `${host} refused the user name or password.${said}`, {
      ...options,
      next: "Check both. Gmail, Yahoo, iCloud and accounts with two-step sign-in want an app password here.",
    });
  }
  if (/wrong version number|packet length too long|record layer/i.test(message)) {
    return new UserError("mail_failed", `${host} does not speak TLS at once on port ${port}.`, {
      ...options,
      next: "Choose “STARTTLS”, usually with port 587, or use port 465.",
    });
  }
  if (code === "ETLS" && responseCode !== 0) {
    return new UserError(
      "mail_failed",
      `${host} does not offer encryption on port ${port}.${said}`,
      {
        ...options,
        next: "Choose “TLS” with port 465, or ask the mail provider which port is encrypted.",
      },
    );
  }
  if (code === "ETIMEDOUT" && message !== notConnected) {
    const next = "A port that speaks TLS at once does that: choose “TLS” if the port is 465.";
    return new UpstreamError("mail_failed", `${host} accepted a connection and then kept silent.`, {
      ...options,
      ...(security === "starttls" && { next }),
    });
  }
  if (responseCode !== 0) {
    return new UpstreamError("mail_failed", `${host} refused.${said}`, options);
  }
  // What lies below: names, sockets, certificates.
  return explainFailure(unwrapped(error), host);
}

function readError(error: unknown) {
  const { code, response, responseCode, message } = (
    typeof error === "object" && error !== null ? error : {}
  ) as Record<string, unknown>; // nodemailer's errors carry these, unchecked here
  return {
    code: typeof code === "string" ? code : "",
    response: typeof response === "string" ? response : "",
    responseCode: typeof responseCode === "number" ? responseCode : 0,
    message: typeof message === "string" ? message : "",
  };
}

/** nodemailer gives a socket's error a code of its own and keeps the system's beside it. */
function unwrapped(error: unknown): unknown {
  if (!(error instanceof Error) || !("originalCode" in error)) return error;
  return { message: error.message, code: error.originalCode };
}
