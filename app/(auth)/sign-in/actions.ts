"use server";
import { z } from "zod";
import { publicAction } from "#lib/access/action.ts";
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
