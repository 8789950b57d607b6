import { decode } from "next-auth/jwt";

const plainName = "next-auth.session-token";
const secureName = `__Secure-${plainName}`;

/** The sign-in cookie's name; the Secure one only exists over HTTPS. */
export function sessionCookieName(secure: boolean): string {
  return secure ? secureName : plainName;
}

/**
 * The opaque session id inside the sign-in cookie, or null. Reads cookies that next-auth has split
 * into numbered chunks as well. The JWT is encrypted; a forged or expired one is null.
 */
export async function sessionIdFromCookies(
  header: string | undefined,
  options: { secret: string; secure: boolean },
): Promise<string | null> {
  if (header === undefined) return null;
  const name = sessionCookieName(options.secure);
  const chunks = new Map<number, string>();
  for (const pair of header.split(";")) {
    const equals = pair.indexOf("=");
    const key = pair.slice(0, equals).trim();
    if (key === name) chunks.set(-1, pair.slice(equals + 1).trim());
    else if (key.startsWith(`${name}.`)) {
      chunks.set(Number(key.slice(name.length + 1)), pair.slice(equals + 1).trim());
    }
  }
  if (chunks.size === 0) return null;
  const token = [...chunks].sort(([a], [b]) => a - b).map(([, value]) => value);
  const payload = await decode({ token: token.join(""), secret: options.secret }).catch(() => null);
  const id = payload?.["sessionId"];
  return typeof id === "string" ? id : null;
}
