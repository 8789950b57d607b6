"use server";
import { cookies } from "next/headers";
import { z } from "zod";
import { publicAction } from "#lib/access/action.ts";
import { giveBrowserToken } from "#lib/access/external/browser-token.ts";
import { startCookieSession } from "#lib/access/start-cookie-session.ts";

export const signIn = publicAction(
  {
    input: z.strictObject({
      email: z.string().trim().min(1, "Enter your e-mail address.").max(254),
      password: z.string().min(1, "Enter your password.").max(200),
    }),
  },
  async (input, { caller, services }) => {
    const { sessionId } = await services.access.signIn(input, caller);
    await startCookieSession(sessionId);
    return null;
  },
);

export const startExternalSignIn = publicAction(
  {
    input: z.strictObject({ provider: z.string().max(20), next: z.string().max(2_000) }),
  },
  async (input, { caller, services }) => {
    const { url, browserToken } = await services.externalSignIn.start(input, caller);
    giveBrowserToken(await cookies(), browserToken);
    return { url };
  },
);
