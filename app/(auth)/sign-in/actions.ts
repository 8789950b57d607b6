"use server";
import { z } from "zod";
import { publicAction } from "#lib/access/action.ts";
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
    await startCookieSession(sessionId);
    return null;
  },
);

function ticketIn(error: unknown): string | null {
  if (!isPatchbayError(error) || error.code !== "second_factor_required") return null;
  const ticket = error.details?.ticket;
  return typeof ticket === "string" ? ticket : null;
}
