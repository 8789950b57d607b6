import { connect, type Socket } from "node:net";
import { createTransport, type Transporter } from "nodemailer";
import type { EgressGuard } from "#lib/http/egress-guard.ts";

export type SmtpOptions = {
  host: string;
  port: number;
  /**
   * `tls`: encrypted from the first byte (usually port 465). `starttls`: nothing is said until the
   * server has switched to TLS (usually 587). `none`: never encrypted.
   */
  security: "tls" | "starttls" | "none";
  user?: string;
  password?: string;
  /** How long the server may keep silent once it is connected, in ms. Default 30,000. */
  timeoutMs?: number;
};

/** To connect, TLS included, in ms. */
const connectTimeoutMs = 5_000;
/** The message of the failure to connect within that time. */
export const notConnected = "no connection in time";

/**
 * A transport to one mail server, over a socket that the guard has let out. Certificates are always
 * verified. Attachments come from bytes only: no file and no address is read for them.
 * What it rejects with is said in plain words by `explainSmtpFailure`.
 */
export function createSmtpTransport(options: SmtpOptions, guard: EgressGuard): Transporter {
  const { host, port, security, user, password, timeoutMs = 30_000 } = options;
  return createTransport({
    host,
    port,
    secure: security === "tls",
    requireTLS: security === "starttls",
    ignoreTLS: security === "none",
    ...(user && { auth: { user, pass: password ?? "" }, forceAuth: true }),
    connectionTimeout: connectTimeoutMs,
    greetingTimeout: Math.min(timeoutMs, 10_000),
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
    getSocket: (_options, callback) => {
      openSocket(host, port, guard).then(
        (connection) => callback(null, { connection }),
        (error: Error) => callback(error, false),
      );
    },
  });
}

/** @throws UserError `egress_refused`, or what the system says */
async function openSocket(host: string, port: number, guard: EgressGuard): Promise<Socket> {
  guard.checkHost(host, port);
  const socket = connect({
    host,
    port,
    lookup: guard.lookupFor(host, port),
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: 1_000,
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(
    () => reject(Object.assign(new Error(notConnected), { code: "ETIMEDOUT" })),
    connectTimeoutMs,
  );
  socket.once("connect", resolve).once("error", reject);
  try {
    await promise;
    return socket;
  } catch (error) {
    socket.once("error", () => undefined).destroy();
    throw error;
  } finally {
    clearTimeout(timer);
    socket.removeListener("connect", resolve).removeListener("error", reject);
  }
}
