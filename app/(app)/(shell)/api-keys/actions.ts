"use server";
import { z } from "zod";
import { action } from "#lib/access/action.ts";
import { newApiKeyInput } from "#lib/access/api-keys/contract.ts";

const permission = "keys.create";

export const createKey = action(
  { permission, input: newApiKeyInput },
  async (input, { actor, services }) => {
    const { key } = await services.apiKeys.create(actor, input);
    return { key };
  },
);

export const revokeKey = action(
  { permission, input: z.strictObject({ id: z.string().min(1).max(80) }) },
  async ({ id }, { actor, services }) => {
    await services.apiKeys.revoke(actor, id);
    return null;
  },
);
