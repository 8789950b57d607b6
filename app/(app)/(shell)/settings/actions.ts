"use server";
import { z } from "zod";
import { action } from "#lib/access/action.ts";
import { logoInput, workspaceRemoval } from "#lib/workspace/contract.ts";
import { workspaceChange } from "#lib/workspace/settings.ts";

const permission = "workspace.manage";

export const changeSettings = action(
  { permission, input: workspaceChange },
  async (input, { actor, services }) => {
    await services.workspace.change(actor, input);
    return null;
  },
);

export const setLogo = action(
  { permission, input: logoInput },
  async (input, { actor, services }) => {
    await services.workspace.setLogo(actor, input);
    return null;
  },
);

export const removeLogo = action(
  { permission, input: z.strictObject({}) },
  async (_, { actor, services }) => {
    await services.workspace.removeLogo(actor);
    return null;
  },
);

export const deleteWorkspace = action(
  { permission: "workspace.transfer", input: workspaceRemoval },
  async (input, { actor, services }) => {
    await services.workspace.remove(actor, input);
    return null;
  },
);
