"use server";
import { publicAction } from "#lib/access/action.ts";
import { resetRequest } from "#lib/access/people/contract.ts";

export const requestReset = publicAction(
  { input: resetRequest },
  async (input, { caller, services }) => {
    await services.people.requestReset(input, caller);
    return null;
  },
);
