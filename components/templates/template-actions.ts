import type { ActionResult } from "#lib/access/action-result.ts";
import type { UseTemplate } from "#lib/templates/contract.ts";

/** The server's side of a template's page, handed in by the page as server actions. */
export type TemplateActions = {
  createFromTemplate(input: UseTemplate): Promise<ActionResult<{ flowId: string }>>;
  exportTemplate(input: { id: string }): Promise<ActionResult<{ name: string; text: string }>>;
  removeTemplate(input: { id: string }): Promise<ActionResult<null>>;
};
