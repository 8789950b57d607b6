import type { Pool } from "pg";
import { requirePermission } from "#lib/access/permissions.ts";
import { findRunFor } from "#lib/db/runs/find-run.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { FlowNode } from "#lib/flow/document.ts";
import type { FlowStore, LiveTarget } from "#lib/flow-store/contract.ts";
import type { NodeDefinition, TriggerKind } from "#lib/nodes/contract.ts";
import type { RunService, StartFrom, StartRun } from "./contract.ts";
import { runNotFound } from "./read-runs.ts";

export type ByHandDeps = {
  pool: Pick<Pool, "query">;
  flows: Pick<FlowStore, "liveByFlow" | "draftForTest">;
  definitionOf: (type: string) => NodeDefinition | undefined;
  /** Starts a run whose result nobody waits for. */
  start(input: StartRun): { runId: string };
};

/** Runs that a member starts: tests of a draft, and repeats of an earlier run. */
export function createStartByHand({
  pool,
  flows,
  definitionOf,
  start,
}: ByHandDeps): Pick<RunService, "rerun" | "startTest"> {
  function triggerOf(
    target: LiveTarget,
    nodeId: string | undefined,
  ): { node: FlowNode; kind: TriggerKind } {
    for (const node of target.document.nodes) {
      const kind = definitionOf(node.type)?.trigger;
      if (kind === undefined || (nodeId === undefined ? node.disabled : node.id !== nodeId))
        continue;
      return { node, kind };
    }
    throw new UserError("no_trigger", "This flow has no trigger to start it.", {
      next: "Drag a trigger onto the canvas and connect it.",
    });
  }

  function checkAction(
    { document }: LiveTarget,
    { nodeId, action, onlyThisStep }: StartFrom,
  ): void {
    const node = document.nodes.find(({ id }) => id === nodeId);
    const offered = node && definitionOf(node.type)?.actions;
    if (onlyThisStep && offered?.some(({ id }) => id === action)) return;
    throw new UserError("invalid_input", "This step has no such action.");
  }

  function sampleFor(node: FlowNode) {
    const sample = definitionOf(node.type)?.sample ?? null;
    return typeof sample === "function" ? sample(node.config) : sample;
  }

  return {
    async rerun(actor, runId) {
      requirePermission(actor, "runs.start");
      const earlier = await findRunFor(pool, actor, runId);
      if (earlier === null) throw runNotFound();
      if (earlier.conversation_id !== null) {
        throw new UserError(
          "invalid_input",
          "A run of a conversation cannot be repeated by itself.",
          { next: "Try the flow in the chat preview." },
        );
      }
      const { mode, flow_id } = earlier;
      const target =
        mode === "live"
          ? await flows.liveByFlow(flow_id)
          : await flows.draftForTest(actor, flow_id);
      if (target === null || target.workspaceId !== actor.workspaceId) {
        throw new UserError("not_published", "The flow is not published any more.", {
          next: "Publish it, or run its draft as a test.",
        });
      }
      return start({
        target,
        mode,
        triggerKind: earlier.trigger_kind,
        triggerNodeId: triggerOf(target, earlier.trigger_node_id).node.id,
        payload: earlier.input,
        startedBy: actor.userId,
        repeats: runId,
      });
    },

    async startTest(actor, { flowId, triggerNodeId, payload, from }) {
      requirePermission(actor, "flows.test");
      const target = await flows.draftForTest(actor, flowId);
      const earlier = from?.runId === undefined ? null : await findRunFor(pool, actor, from.runId);
      if (from?.runId !== undefined && earlier === null) throw runNotFound();
      if (from?.action !== undefined) checkAction(target, from);
      const { node, kind } = triggerOf(target, triggerNodeId ?? earlier?.trigger_node_id);
      return start({
        target,
        mode: "test",
        triggerKind: kind,
        triggerNodeId: node.id,
        payload: payload ?? earlier?.input ?? sampleFor(node),
        startedBy: actor.userId,
        ...(from === undefined ? {} : { from }),
      });
    },
  };
}
