"use server";
import { z } from "zod";
import { action } from "#lib/access/action.ts";
import { flowName, folderName, tagNames } from "#lib/flow-store/contract.ts";
import { starterDocument } from "#lib/flow-store/starters.ts";

const flowId = z.string().min(1).max(80);
const oneFlow = z.strictObject({ flowId });

export const createFlow = action(
  {
    permission: "flows.edit",
    input: z.strictObject({
      name: flowName,
      starter: z.enum(["chat", "webhook", "empty"]),
      folder: folderName,
    }),
  },
  async (input, { actor, services }) => {
    const flow = await services.flows.create(actor, {
      name: input.name,
      folder: input.folder,
      document: starterDocument(input.starter),
    });
    return { id: flow.id };
  },
);

export const renameFlow = action(
  { permission: "flows.edit", input: z.strictObject({ flowId, name: flowName }) },
  async (input, { actor, services }) => {
    await services.flows.rename(actor, input.flowId, input.name);
    return null;
  },
);

export const organiseFlow = action(
  {
    permission: "flows.edit",
    input: z.strictObject({ flowId, folder: folderName, tags: tagNames }),
  },
  async ({ flowId: id, ...input }, { actor, services }) => {
    await services.flows.organise(actor, id, input);
    return null;
  },
);

export const duplicateFlow = action(
  { permission: "flows.edit", input: oneFlow },
  async (input, { actor, services }) => {
    const copy = await services.flows.duplicate(actor, input.flowId);
    return { id: copy.id };
  },
);

export const removeFlow = action(
  { permission: "flows.delete", input: oneFlow },
  async (input, { actor, services }) => {
    await services.flows.remove(actor, input.flowId);
    return null;
  },
);

export const restoreFlow = action(
  { permission: "flows.delete", input: oneFlow },
  async (input, { actor, services }) => {
    await services.flows.restore(actor, input.flowId);
    return null;
  },
);
