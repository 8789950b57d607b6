import type { RunRecord } from "#lib/db/runs/find-run.ts";
import { describeError } from "#lib/errors/describe-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { FlowStore, LiveTarget } from "#lib/flow-store/contract.ts";
import type { Arrival, NodeDefinition, RunCall } from "#lib/nodes/contract.ts";
import type { Accept } from "./accept.ts";
import type { RunResult } from "./contract.ts";
import { calledRunId } from "./run-ids.ts";

/** Runs that set one another off, above one run, at most. */
const maxDepth = 20;

export type CallDeps = {
  accept: Accept;
  flows: Pick<FlowStore, "liveByFlow">;
  definitionOf: (type: string) => NodeDefinition | undefined;
  /** Goes on with a wait; false when it is over already. */
  arrive: (waitId: string, arrival: Arrival) => Promise<boolean>;
};

/** Runs that call other flows: starts them, and takes their results back to the wait. */
export function createCalls({ accept, flows, definitionOf, arrive }: CallDeps) {
  async function startCalled(
    caller: RunRecord,
    call: RunCall,
    key: string,
    waitId: string | null,
  ): Promise<{ runId: string }> {
    if (caller.depth >= maxDepth) {
      throw new UserError(
        "calls_too_deep",
        `Flows called one another ${maxDepth} times in a row. This looks like a circle.`,
        { next: "Check which flow calls which, and let one of them stop." },
      );
    }
    const target = await flows.liveByFlow(call.flowId);
    if (target === null || target.workspaceId !== caller.workspace_id) {
      throw new UserError("not_published", "The flow to be called is not published.", {
        next: "Publish it, or pick another one.",
      });
    }
    return accept({
      runId: calledRunId(key),
      target,
      triggerKind: "sub-flow",
      triggerNodeId: entrance(target),
      payload: {
        input: call.input,
        calledBy: { runId: caller.id, flowId: caller.flow_id, flowName: caller.flow_name },
      },
      parentRunId: caller.id,
      depth: caller.depth + 1,
      ...(waitId === null ? {} : { callerWaitId: waitId }),
      ...(call.inConversation && caller.conversation_id !== null
        ? { conversationId: caller.conversation_id }
        : {}),
    });
  }

  /** Where a called flow begins: at its trigger for calls, else where it is started by hand. */
  function entrance({ document, flowName }: LiveTarget): string {
    const kinds = ["sub-flow", "manual"] as const;
    for (const kind of kinds) {
      const node = document.nodes.find(
        ({ type, disabled }) => !disabled && definitionOf(type)?.trigger === kind,
      );
      if (node !== undefined) return node.id;
    }
    throw new UserError(
      "no_trigger",
      `“${flowName}” cannot be called: it has no trigger for that.`,
      {
        next: "Add the trigger “Called by a flow” to it and publish it again.",
      },
    );
  }

  return {
    startCalled,

    /** Starts what a wait is for. What goes wrong with that is the wait's answer. */
    async serveWait(caller: RunRecord, waitId: string, call: RunCall): Promise<void> {
      try {
        await startCalled(caller, call, waitId, waitId);
      } catch (error) {
        const { code, message } = describeError(error);
        await arrive(waitId, {
          kind: "run",
          result: { runId: "", state: "failed", output: null, error: { code, message } },
        });
      }
    },

    /** Takes a run's end to the wait of whoever called it. */
    async tellCaller(waitId: string, { runId, state, output, error }: RunResult): Promise<void> {
      if (state !== "succeeded" && state !== "failed" && state !== "canceled") return;
      const short = error === null ? null : { code: error.code, message: error.message };
      await arrive(waitId, { kind: "run", result: { runId, state, output, error: short } });
    },
  };
}
