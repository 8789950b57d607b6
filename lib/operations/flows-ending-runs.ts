import type { FlowStore } from "#lib/flow-store/contract.ts";

/**
 * The flow store, with what deleting a flow means for its runs: those that are queued, wait or run
 * are cancelled, for nobody could look after them any more. Unpublishing leaves them alone; they go on
 * to their end with the version they began with.
 */
export function flowsEndingRuns(
  flows: FlowStore,
  operations: { endRunsOfDeletedFlow(workspaceId: string, flowId: string): Promise<number> },
): FlowStore {
  return {
    ...flows,
    async remove(actor, flowId) {
      // The flow first: from then on nothing new is accepted for it.
      await flows.remove(actor, flowId);
      await operations.endRunsOfDeletedFlow(actor.workspaceId, flowId);
    },
  };
}
