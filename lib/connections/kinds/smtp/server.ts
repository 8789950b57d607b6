import { explainSmtpFailure } from "#lib/mail/explain-smtp-failure.ts";
import { createSmtpTransport, type SmtpOptions } from "#lib/mail/smtp-transport.ts";
import type { KindServer } from "../kind-server.ts";
import { text } from "../parts.ts";

/** Signs in to the mail server and sends nothing. */
export const server: KindServer = {
  async test({ settings, secrets }, { guard }) {
    const options: SmtpOptions = {
      host: text(settings.host),
      port: Number(settings.port),
      security: readSecurity(text(settings.security)),
      user: text(settings.user),
      password: secrets.password ?? "",
      timeoutMs: 10_000,
    };
    const transport = createSmtpTransport(options, guard);
    try {
      await transport.verify();
    } catch (error) {
      throw explainSmtpFailure(error, options);
    } finally {
      transport.close();
    }
    const how = options.security === "none" ? "without encryption" : "over an encrypted connection";
    const signedIn =
      options.user === "" ? "took the connection" : "accepted user name and password";
    return { ok: true, message: `${options.host} ${signedIn} ${how}. No mail was sent.` };
  },
};

function readSecurity(setting: string): SmtpOptions["security"] {
  return setting === "tls" || setting === "none" ? setting : "starttls";
}
