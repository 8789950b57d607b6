"use server";
import { z } from "zod";
import { action } from "#lib/access/action.ts";

export const closeCircuit = action(
  {
    permission: "runs.operate",
    input: z.strictObject({ circuitId: z.string().min(1).max(80) }),
  },
  async ({ circuitId }, { actor, services }) => {
    await services.circuits.close(actor, circuitId);
    return null;
  },
);
