import { UserError } from "#lib/errors/user-error.ts";
import { plainHost } from "./allow-list.ts";
import { egressRefused } from "./egress-guard.ts";

/** Where a request goes. */
export type Target = { url: URL; host: string; port: number };

/**
 * Reads a URL that a request may go to. The URL parser turns every notation of an IPv4 address
 * (decimal, octal, hex, short) into the usual one, so that the guard sees what would be called.
 *
 * @throws UserError `invalid_url`, or `egress_refused` for an address with a zone id.
 */
export function readTarget(text: string, base?: URL): Target {
  const url = URL.parse(text, base);
  if (url === null) throw zoneRefusal(text) ?? invalidUrl(text);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new UserError(
      "invalid_url",
      `Patchbay calls only http and https addresses, not ${url.protocol.slice(0, 20)}`,
    );
  }
  if (url.username !== "" || url.password !== "") {
    throw new UserError("invalid_url", "The address holds a user name or a password.", {
      next: "Take it out of the address and keep it in a connection.",
    });
  }
  const port = url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port);
  return { url, host: plainHost(url.hostname), port };
}

/** A zone id names one of the server's own network interfaces: never public, and no valid URL. */
function zoneRefusal(text: string): UserError | undefined {
  const match = /^\s*https?:\/\/(?:[^/?#@]*@)?\[([\da-f:.]+)%[^\]]*\](?::(\d+))?/i.exec(text);
  if (!match?.[1]) return undefined;
  return egressRefused(match[1], match[1], Number(match[2] ?? 80));
}

function invalidUrl(text: string): UserError {
  const shown = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  const message = text.trim() === "" ? "The address is empty." : `"${shown}" is not a web address.`;
  return new UserError("invalid_url", message, {
    next: "A full address looks like https://api.example.com/orders.",
  });
}
