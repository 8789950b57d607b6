"use server";
import { z } from "zod";
import { action } from "#lib/access/action.ts";
import { runLimits } from "#lib/operations/contract.ts";

const id = z.string().min(1).max(80);
const nothing = z.strictObject({});
const letters = z.union([
  z.strictObject({ runIds: z.array(id).min(1).max(500) }),
  z.literal("all"),
]);

export const pauseRuns = action(
  { permission: "runs.operate", input: nothing },
  async (_input, { actor, services }) => {
    await services.operations.pause(actor);
    return null;
  },
);

export const resumeRuns = action(
  { permission: "runs.operate", input: nothing },
  async (_input, { actor, services }) => {
    await services.operations.resume(actor);
    return null;
  },
);

export const setLimits = action(
  { permission: "workspace.manage", input: runLimits },
  async (input, { actor, services }) => {
    await services.operations.setLimits(actor, input);
    return null;
  },
);

export const cancelFlow = action(
  { permission: "runs.operate", input: z.strictObject({ flowId: id }) },
  ({ flowId }, { actor, services }) => services.operations.cancelFlow(actor, flowId),
);

export const redrive = action(
  { permission: "runs.operate", input: z.strictObject({ which: letters }) },
  ({ which }, { actor, services }) => services.operations.redrive(actor, which),
);

export const dismiss = action(
  { permission: "runs.operate", input: z.strictObject({ which: letters }) },
  ({ which }, { actor, services }) => services.operations.dismiss(actor, which),
);
