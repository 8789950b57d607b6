import type { SmtpOptions } from "./smtp-transport.ts";

/** The mail server of the installation, and whom its mails are from. */
export type MailServer = SmtpOptions & {
  /** `name@example.com` or `Patchbay <name@example.com>`; missing: the user name, if that is an address. */
  from?: string;
};

const usualPorts = { tls: 465, starttls: 587, none: 25 } as const;
const address = '[^\\s<>@,;:"]+@[^\\s<>@,;:"]+';
const sender = new RegExp(`^(?:${address}|[^<>@,;:"\\p{Cc}]{1,80} <${address}>)$`, "u");

/** Whether this can stand behind "From:". Line breaks, lists and quotes cannot. */
export function isSender(text: string): boolean {
  return sender.test(text);
}

/**
 * Reads `PATCHBAY_SMTP_URL`: `smtps://` is encrypted from the first byte (port 465), `smtp://`
 * insists on STARTTLS (port 587); `?security=none` gives up encryption, for a relay on the same
 * machine. `?from=` is the sender. User name and password are percent-encoded. Undefined when it
 * says something else.
 */
export function readSmtpUrl(text: string): MailServer | undefined {
  const url = URL.parse(text);
  if (url === null || url.hostname === "" || !/^\/?$/.test(url.pathname) || url.hash !== "") {
    return undefined;
  }
  const known = new Set(["from", "security"]);
  if ([...url.searchParams.keys()].some((name) => !known.has(name))) return undefined;
  const security = securityOf(url);
  const from = url.searchParams.get("from") ?? undefined;
  if (security === undefined || (from !== undefined && !isSender(from))) return undefined;
  const user = decode(url.username);
  const password = decode(url.password);
  if (user === undefined || password === undefined || (password !== "" && user === "")) {
    return undefined;
  }
  const sentFrom = from ?? (isSender(user) ? user : undefined);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port === "" ? usualPorts[security] : Number(url.port),
    security,
    ...(user !== "" && { user, password }),
    ...(sentFrom !== undefined && { from: sentFrom }),
  };
}

function securityOf(url: URL): SmtpOptions["security"] | undefined {
  const asked = url.searchParams.get("security");
  if (url.protocol === "smtps:") return asked === null || asked === "tls" ? "tls" : undefined;
  if (url.protocol !== "smtp:") return undefined;
  if (asked === null || asked === "starttls") return "starttls";
  return asked === "none" ? "none" : undefined;
}

function decode(text: string): string | undefined {
  try {
    const decoded = decodeURIComponent(text);
    return /\p{Cc}/u.test(decoded) ? undefined : decoded;
  } catch {
    return undefined;
  }
}
