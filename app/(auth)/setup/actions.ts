"use server";
import { publicAction } from "#lib/access/action.ts";
import { newOwner } from "#lib/access/contract.ts";
import { startCookieSession } from "#lib/access/start-cookie-session.ts";

/** Creates the first account and signs it in. */
export const createOwner = publicAction(
  { input: newOwner },
  async (input, { caller, services }) => {
    await services.access.createOwner(input, caller);
    const { sessionId } = await services.access.signIn(input, caller);
    await startCookieSession(sessionId);
    return null;
  },
);
