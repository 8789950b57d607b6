import type { ActionResult } from "#lib/access/action-result.ts";
import type { NewVariable, VariableChange } from "#lib/workspace/variables/contract.ts";

/** The server's side of the variables page, handed in by the page as server actions. */
export type VariableActions = {
  create(input: NewVariable): Promise<ActionResult<null>>;
  change(input: VariableChange): Promise<ActionResult<null>>;
  remove(input: { id: string }): Promise<ActionResult<null>>;
};
