import type { ActionResult } from "#lib/access/action-result.ts";
import type { RedriveOutcome, RunLimits } from "#lib/operations/contract.ts";

/** Dead letters by their runs' ids, or every one. */
export type Letters = { runIds: string[] } | "all";

/** The server's side of the queue page, handed in by the page as server actions. */
export type QueueActions = {
  pause(input: Record<string, never>): Promise<ActionResult<null>>;
  resume(input: Record<string, never>): Promise<ActionResult<null>>;
  setLimits(input: RunLimits): Promise<ActionResult<null>>;
  closeCircuit(input: { circuitId: string }): Promise<ActionResult<null>>;
  cancelFlow(input: { flowId: string }): Promise<ActionResult<{ canceled: number }>>;
  redrive(input: { which: Letters }): Promise<ActionResult<RedriveOutcome>>;
  dismiss(input: { which: Letters }): Promise<ActionResult<{ dismissed: number }>>;
};
