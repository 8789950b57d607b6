import { cookies } from "next/headers";
import { encode } from "next-auth/jwt";
import { services } from "#lib/server/services.ts";
import { sessionCookieName } from "./cookie-session.ts";
import { cookieSeconds } from "./session-life.ts";

/** Hands the browser the cookie of a session that was just opened; next-auth's own format. */
export async function startCookieSession(sessionId: string): Promise<void> {
  const { access } = services();
  const token = await encode({
    token: { sessionId },
    secret: access.sessionSecret(),
    maxAge: cookieSeconds,
  });
  await setCookie(token, cookieSeconds);
}

/** Takes the sign-in cookie back. The session itself is ended by the access service. */
export async function endCookieSession(): Promise<void> {
  await setCookie("", 0);
}

async function setCookie(value: string, maxAge: number): Promise<void> {
  const secure = services().access.secureCookies();
  (await cookies()).set(sessionCookieName(secure), value, {
    httpOnly: true,
    sameSite: "lax",
    path: "/",
    secure,
    maxAge,
  });
}
