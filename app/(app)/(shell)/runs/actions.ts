"use server";
import { z } from "zod";
import { action } from "#lib/access/action.ts";

const oneRun = z.strictObject({ runId: z.string().min(1).max(80) });

export const rerun = action(
  { permission: "runs.start", input: oneRun },
  (input, { actor, services }) => services.runs.rerun(actor, input.runId),
);

export const cancelRun = action(
  { permission: "runs.cancel", input: oneRun },
  async (input, { actor, services }) => {
    await services.runs.cancel(actor, input.runId);
    return null;
  },
);
