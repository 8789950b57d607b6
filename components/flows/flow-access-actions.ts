import type { ActionResult } from "#lib/access/action-result.ts";
import type { FlowAccess, FlowGrants } from "#lib/flow-store/contract.ts";

/** Reads and sets who may work on a flow. */
export type FlowAccessActions = {
  flowAccess(input: { flowId: string }): Promise<ActionResult<FlowAccess>>;
  setFlowGrants(input: FlowGrants & { flowId: string }): Promise<ActionResult<null>>;
};
