import { LRUCache } from "lru-cache";
import { decode } from "next-auth/jwt";
import { hashToken } from "./session-token.ts";

const plainName = "next-auth.session-token";
const secureName = `__Secure-${plainName}`;

/** Decrypting a cookie costs a fraction of a millisecond; a busy browser's is remembered, in ms. */
const rememberedMs = 60_000;

/** The sign-in cookie's name; the Secure one only exists over HTTPS. */
export function sessionCookieName(secure: boolean): string {
  return secure ? secureName : plainName;
}

/**
 * Reads the opaque session id from a Cookie header: null without a sign-in cookie and for a forged
 * or expired one. The cookie is next-auth's encrypted JWT, also when split into numbered chunks.
 */
export function createCookieReader(options: {
  secret: string;
  secure: boolean;
}): (header: string | undefined) => Promise<string | null> {
  const name = sessionCookieName(options.secure);
  const known = new LRUCache<string, string>({ max: 2_000, ttl: rememberedMs });
  return async (header) => {
    const token = readToken(header, name);
    if (token === "") return null;
    const key = hashToken(token);
    const held = known.get(key);
    if (held !== undefined) return held;
    const payload = await decode({ token, secret: options.secret }).catch(() => null);
    const id = payload?.sessionId;
    if (typeof id !== "string" || id === "") return null;
    known.set(key, id);
    return id;
  };
}

function readToken(header: string | undefined, name: string): string {
  const chunks = new Map<number, string>();
  for (const pair of header?.split(";") ?? []) {
    const equals = pair.indexOf("=");
    const key = pair.slice(0, equals).trim();
    if (key === name) chunks.set(-1, pair.slice(equals + 1).trim());
    else if (key.startsWith(`${name}.`)) {
      chunks.set(Number(key.slice(name.length + 1)), pair.slice(equals + 1).trim());
    }
  }
  return [...chunks]
    .sort(([a], [b]) => a - b)
    .map(([, value]) => value)
    .join("");
}
