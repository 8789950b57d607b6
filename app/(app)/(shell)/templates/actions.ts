"use server";
import { z } from "zod";
import { action } from "#lib/access/action.ts";
import {
  fillStepsInput,
  saveTemplateInput,
  templateId,
  useTemplateInput,
} from "#lib/templates/contract.ts";

const one = z.strictObject({ id: templateId });

export const createFromTemplate = action(
  { permission: "flows.edit", input: useTemplateInput },
  (input, { actor, services }) => services.templates.use(actor, input),
);

export const fillSteps = action(
  { permission: "flows.edit", input: fillStepsInput },
  (input, { actor, services }) => services.templates.fillSteps(actor, input),
);

export const saveTemplate = action(
  { permission: "flows.edit", input: saveTemplateInput },
  (input, { actor, services }) => services.templates.save(actor, input),
);

export const importTemplate = action(
  { permission: "flows.edit", input: z.strictObject({ text: z.string().max(5_000_000) }) },
  (input, { actor, services }) => services.templates.importFile(actor, input.text),
);

export const exportTemplate = action(
  { permission: "flows.read", input: one },
  async (input, { actor, services }) => {
    const { name, template } = await services.templates.exportFile(actor, input.id);
    return { name, text: JSON.stringify(template, null, 2) };
  },
);

export const removeTemplate = action(
  { permission: "flows.delete", input: one },
  async (input, { actor, services }) => {
    await services.templates.remove(actor, input.id);
    return null;
  },
);
