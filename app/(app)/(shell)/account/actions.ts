"use server";
import { z } from "zod";
import { action } from "#lib/access/action.ts";
import { passwordChange } from "#lib/access/contract.ts";
import { endCookieSession } from "#lib/access/start-cookie-session.ts";

const permission = "account.self";

export const changePassword = action(
  { permission, input: passwordChange },
  async (input, { actor, services }) => {
    await services.access.changePassword(actor, input);
    return null;
  },
);

export const revokeSession = action(
  { permission, input: z.strictObject({ idHash: z.string().regex(/^[0-9a-f]{64}$/) }) },
  async ({ idHash }, { actor, services }) => {
    await services.access.revokeSession(actor, idHash);
    return null;
  },
);

export const signOut = action(
  { permission, input: z.strictObject({}) },
  async (_, { actor, services }) => {
    await services.access.signOut(actor);
    await endCookieSession();
    return null;
  },
);
