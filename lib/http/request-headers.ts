import { UserError } from "#lib/errors/user-error.ts";

const token = /^[!#$%&'*+\-.^_`|~\dA-Za-z]+$/;
/** RFC 9110, 5.5: visible characters, space, tab; bytes above 0x7f go out as Latin-1. */
const fieldValue = /^[\t\x20-\x7e\x80-\xff]*$/;

/** What the connection itself decides (RFC 9110, 7.6.1) or what would name another host. */
const ownHeaders = new Set([
  "host",
  "content-length",
  "transfer-encoding",
  "connection",
  "keep-alive",
  "proxy-connection",
  "upgrade",
  "expect",
  "te",
  "trailer",
]);

const alwaysSecret = new Set(["authorization", "cookie", "proxy-authorization"]);

/** Headers as sent, in pairs: names in lower case at even places, values at odd ones. */
export type HeaderPairs = string[];

/**
 * Checks the caller's headers and adds `accept-encoding` and `user-agent` where they are missing.
 *
 * @throws UserError `invalid_header`
 */
export function buildHeaders(headers: Record<string, string> | undefined): HeaderPairs {
  const pairs: HeaderPairs = [];
  let hasEncoding = false;
  let hasAgent = false;
  if (headers !== undefined) {
    for (const name of Object.keys(headers)) {
      const value = headers[name] ?? "";
      const lower = name.toLowerCase();
      check(name, lower, value);
      if (lower === "accept-encoding") hasEncoding = true;
      else if (lower === "user-agent") hasAgent = true;
      pairs.push(lower, value);
    }
  }
  if (!hasEncoding) pairs.push("accept-encoding", "gzip, deflate, br");
  if (!hasAgent) pairs.push("user-agent", "Patchbay");
  return pairs;
}

/** Whether any of these headers carries a credential. */
export function carriesSecret(pairs: HeaderPairs, secretNames: readonly string[] = []): boolean {
  for (let i = 0; i < pairs.length; i += 2) {
    if (isSecret(pairs[i] ?? "", secretNames)) return true;
  }
  return false;
}

/** The headers without those that carry a credential. */
export function withoutSecrets(
  pairs: HeaderPairs,
  secretNames: readonly string[] = [],
): HeaderPairs {
  return keepHeaders(pairs, (name) => !isSecret(name, secretNames));
}

/** The headers without those that describe a body (RFC 9110, 15.4: a redirect that becomes GET). */
export function withoutBodyHeaders(pairs: HeaderPairs): HeaderPairs {
  return keepHeaders(pairs, (name) => !name.startsWith("content-"));
}

function keepHeaders(pairs: HeaderPairs, keep: (name: string) => boolean): HeaderPairs {
  return pairs.filter((_, index) => keep(pairs[index - (index % 2)] ?? ""));
}

function isSecret(name: string, secretNames: readonly string[]): boolean {
  return alwaysSecret.has(name) || secretNames.some((secret) => secret.toLowerCase() === name);
}

function check(name: string, lower: string, value: string): void {
  if (!token.test(name)) {
    const shown = JSON.stringify(name.slice(0, 60));
    throw new UserError("invalid_header", `${shown} is not a name a header can have.`, {
      next: "Use letters, digits and hyphens, for example X-Request-Id.",
    });
  }
  if (ownHeaders.has(lower)) {
    throw new UserError("invalid_header", `Patchbay sets the header "${name}" itself.`, {
      next: "Remove it from the request.",
    });
  }
  if (!fieldValue.test(value)) {
    throw new UserError(
      "invalid_header",
      `The value of the header "${name}" holds a line break or a character that headers cannot carry.`,
      { next: "Remove line breaks and special characters from the value." },
    );
  }
}
