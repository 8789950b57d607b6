import type { ActionResult } from "#lib/access/action-result.ts";

/** The server's side of the flows page, handed in by the page as server actions. */
export type FlowActions = {
  create(input: {
    name: string;
    starter: string;
    folder: string;
  }): Promise<ActionResult<{ id: string }>>;
  rename(input: { flowId: string; name: string }): Promise<ActionResult<null>>;
  organise(input: { flowId: string; folder: string; tags: string[] }): Promise<ActionResult<null>>;
  duplicate(input: { flowId: string }): Promise<ActionResult<{ id: string }>>;
  remove(input: { flowId: string }): Promise<ActionResult<null>>;
  restore(input: { flowId: string }): Promise<ActionResult<null>>;
};
