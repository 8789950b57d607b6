import type { RunRecord } from "#lib/db/runs/find-run.ts";
import type { StartRun } from "./contract.ts";
import { fitForStorage } from "./fit-for-storage.ts";
import { newRunId } from "./run-ids.ts";

/** The row of a run that this process begins, before anything of it is on disk. */
export function newRun(input: StartRun, ownerId: string, startedAt: Date): RunRecord {
  const { target } = input;
  return {
    id: input.runId ?? newRunId(),
    workspace_id: target.workspaceId,
    flow_id: target.flowId,
    version_id: target.versionId,
    document_hash: target.documentHash,
    mode: input.mode,
    state: "running",
    trigger_kind: input.triggerKind,
    trigger_node_id: input.triggerNodeId,
    conversation_id: input.conversationId ?? null,
    input: fitForStorage(input.payload),
    result: null,
    error: null,
    owner_id: ownerId,
    fence: 1,
    step_count: 0,
    started_at: startedAt.toISOString(),
    finished_at: null,
    duration_ms: 0,
    parent_run_id: input.from?.runId ?? input.repeats ?? null,
    started_by: input.startedBy ?? null,
    queued_at: null,
    caller_wait_id: null,
    depth: 0,
    dead_at: null,
    flow_name: target.flowName,
    slug: target.slug,
    version_number: null,
  };
}
