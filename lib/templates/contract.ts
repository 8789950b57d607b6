import { z } from "zod";
import type { Actor } from "#lib/access/contract.ts";
import { flowName, folderName } from "#lib/flow-store/contract.ts";
import type { Stripped } from "./strip-secrets.ts";
import {
  type Template,
  type TemplateDetail,
  type TemplateSummary,
  template,
  templateValues,
} from "./template.ts";

export const templateId = z.string().min(1).max(80);

export const useTemplateInput = z.strictObject({
  id: templateId,
  name: flowName,
  folder: folderName.default(""),
  values: templateValues,
});
export type UseTemplate = z.infer<typeof useTemplateInput>;

export const fillStepsInput = z.strictObject({ id: templateId, values: templateValues });

export const saveTemplateInput = z.strictObject({
  ...template.pick({ name: true, summary: true, category: true, scope: true }).shape,
  /** The flow, or the steps of it that were chosen. */
  document: z.unknown(),
  /** Names of the document's variables that are asked for whenever the template is used. */
  asked: z.array(z.string().max(40)).max(50).default([]),
});
export type SaveTemplate = z.infer<typeof saveTemplateInput>;

/** What became of something that was saved or read in as a template. */
export type SavedTemplate = {
  id: string;
  version: number;
  /** Settings that looked like credentials, and were left out. */
  stripped: Stripped[];
};

/** Templates: Patchbay's own, and those that a workspace keeps. */
export type TemplateService = {
  list(actor: Actor): Promise<TemplateSummary[]>;
  /** @throws UserError `not_found` */
  get(actor: Actor, id: string): Promise<TemplateDetail>;
  /**
   * Makes a flow of one, as a draft: nothing of it runs.
   *
   * @throws UserError `not_found`, `invalid_input` with an issue for each thing that is missing
   */
  use(actor: Actor, input: UseTemplate): Promise<{ flowId: string }>;
  /** Its steps, set up, as the text that the editor pastes. Throws as `use`. */
  fillSteps(actor: Actor, input: z.infer<typeof fillStepsInput>): Promise<{ clip: string }>;
  /**
   * Keeps a flow or steps of one. One of the same name is replaced, and its version grows; secrets,
   * sample data and ids of the installation stay behind.
   *
   * @throws UserError `invalid_document`
   */
  save(actor: Actor, input: SaveTemplate): Promise<SavedTemplate>;
  /** Keeps what such a file holds; nothing of it runs. Throws `invalid_document`. */
  importFile(actor: Actor, text: string): Promise<SavedTemplate>;
  /** One as a file. */
  exportFile(actor: Actor, id: string): Promise<{ name: string; template: Template }>;
  remove(actor: Actor, id: string): Promise<void>;
};
