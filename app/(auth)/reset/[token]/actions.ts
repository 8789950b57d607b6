"use server";
import { publicAction } from "#lib/access/action.ts";
import { newPassword } from "#lib/access/people/contract.ts";

export const resetPassword = publicAction(
  { input: newPassword },
  async (input, { caller, services }) => {
    await services.people.resetPassword(input, caller);
    return null;
  },
);
