import type { AuthOptions } from "next-auth";
import credentialsProvider from "next-auth/providers/credentials";
import { services } from "#lib/server/services.ts";
import { requestActor, requestCaller } from "./request-actor.ts";
import { cookieSeconds } from "./session-life.ts";

/**
 * next-auth over our own sessions. Its credentials sign-in knows JWT sessions only, so the JWT
 * carries nothing but the opaque id of a row in the sessions table, which decides.
 */
export function nextAuthOptions(): AuthOptions {
  const { access, settings } = services();
  return {
    secret: access.sessionSecret(),
    useSecureCookies: access.secureCookies(),
    session: { strategy: "jwt", maxAge: cookieSeconds },
    pages: { signIn: "/sign-in", error: "/sign-in", signOut: "/account" },
    providers: [
      credentialsProvider({
        name: "Password",
        credentials: { email: { type: "email" }, password: { type: "password" } },
        // Refuses accounts with a second factor: their code is asked for on the sign-in page only.
        async authorize(credentials) {
          const session = await access.signIn(
            { email: credentials?.email ?? "", password: credentials?.password ?? "" },
            await requestCaller(),
          );
          const user = { id: session.userId, sessionId: session.sessionId };
          return user;
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) =>
        user !== undefined && "sessionId" in user ? { sessionId: user.sessionId } : token,
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: {
      async signOut() {
        const actor = await requestActor();
        if (actor !== null) await access.signOut(actor);
      },
    },
    logger: {
      error: (code, metadata) =>
        settings.report(
          new Error(`next-auth: ${code}`, {
            cause: metadata instanceof Error ? metadata : undefined,
          }),
        ),
      warn: () => undefined,
      debug: () => undefined,
    },
  };
}
