import type { Actor } from "#lib/access/contract.ts";
import type { FlowStore } from "#lib/flow-store/contract.ts";
import { exampleFlow, exampleFlowName } from "#lib/flow-store/example-flow.ts";

/** Gives a new owner's workspace its example flow, already published. */
export async function seedWorkspace(flows: FlowStore, owner: Actor): Promise<void> {
  const flow = await flows.create(owner, { name: exampleFlowName, document: exampleFlow() });
  const outcome = await flows.publish(owner, {
    flowId: flow.id,
    note: "The example that comes with Patchbay",
  });
  if (!outcome.published) {
    throw new Error(`The example flow has problems: ${outcome.problems[0]?.message}`);
  }
}
