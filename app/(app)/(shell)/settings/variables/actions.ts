"use server";
import { z } from "zod";
import { action } from "#lib/access/action.ts";
import { newVariable, variableChange } from "#lib/workspace/variables/contract.ts";

const permission = "workspace.manage";

export const createVariable = action(
  { permission, input: newVariable },
  async (input, { actor, services }) => {
    await services.variables.create(actor, input);
    return null;
  },
);

export const changeVariable = action(
  { permission, input: variableChange },
  async (input, { actor, services }) => {
    await services.variables.change(actor, input);
    return null;
  },
);

export const removeVariable = action(
  { permission, input: z.strictObject({ id: z.string().min(1).max(80) }) },
  async ({ id }, { actor, services }) => {
    await services.variables.remove(actor, id);
    return null;
  },
);
