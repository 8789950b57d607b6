"use server";
import { z } from "zod";
import { action, publicAction } from "#lib/access/action.ts";
import { knownMember, linkToken, newMember } from "#lib/access/people/contract.ts";
import { startCookieSession } from "#lib/access/start-cookie-session.ts";

export const joinAsNew = publicAction({ input: newMember }, async (input, { caller, services }) => {
  const { sessionId } = await services.people.joinAsNew(input, caller);
  await startCookieSession(sessionId);
  return null;
});

export const joinWithPassword = publicAction(
  { input: knownMember },
  async (input, { caller, services }) => {
    const { sessionId } = await services.people.joinWithPassword(input, caller);
    await startCookieSession(sessionId);
    return null;
  },
);

export const join = action(
  { permission: "account.self", input: z.strictObject({ token: linkToken }) },
  async ({ token }, { actor, services }) => {
    await services.people.join(actor, token);
    return null;
  },
);
