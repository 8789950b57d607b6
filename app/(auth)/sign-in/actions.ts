"use server";
import { cookies } from "next/headers";
import { z } from "zod";
import { publicAction } from "#lib/access/action.ts";
import { giveBrowserToken } from "#lib/access/external/browser-token.ts";
import { dropTicket } from "#lib/access/external/ticket-cookie.ts";
import { secondStep } from "#lib/access/second-factor/contract.ts";
import { startCookieSession } from "#lib/access/start-cookie-session.ts";
import { isPatchbayError } from "#lib/errors/patchbay-error.ts";

/** Signs in, or gives the ticket for the second step. */
export const signIn = publicAction(
  {
    input: z.strictObject({
      email: z.string().trim().min(1, "Enter your e-mail address.").max(254),
      password: z.string().min(1, "Enter your password.").max(200),
    }),
  },
  async (input, { caller, services }): Promise<{ ticket: string | null }> => {
    try {
      const { sessionId } = await services.access.signIn(input, caller);
      await startCookieSession(sessionId);
      return { ticket: null };
    } catch (error) {
      const ticket = ticketIn(error);
      if (ticket === null) throw error;
      return { ticket };
    }
  },
);

export const signInWithCode = publicAction(
  { input: secondStep },
  async (input, { caller, services }) => {
    const { sessionId } = await services.secondFactors.signIn(input, caller);
    dropTicket(await cookies());
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

function ticketIn(error: unknown): string | null {
  if (!isPatchbayError(error) || error.code !== "second_factor_required") return null;
  const ticket = error.details?.ticket;
  return typeof ticket === "string" ? ticket : null;
}
