import type { RunRecord } from "#lib/db/runs/find-run.ts";
import type { StepRow } from "#lib/db/runs/write-journal.ts";
import type { StepRecord } from "#lib/engine/step-record.ts";
import type { RunView, StepView } from "./events.ts";

/** A run as it is shown. */
export function runView(run: RunRecord): RunView {
  return {
    id: run.id,
    flowId: run.flow_id,
    flowName: run.flow_name,
    versionNumber: run.version_number,
    documentHash: run.document_hash,
    mode: run.mode,
    state: run.state,
    triggerKind: run.trigger_kind,
    triggerNodeId: run.trigger_node_id,
    conversationId: run.conversation_id,
    input: run.input,
    result: run.result,
    error: run.error,
    startedAt: run.started_at,
    finishedAt: run.finished_at,
    durationMs: run.duration_ms,
    stepCount: run.step_count,
    parentRunId: run.parent_run_id,
  };
}

export function stepRow(step: StepRecord): StepRow {
  return { ...step, startedAt: new Date(step.startedAt).toISOString() };
}

/** A step as it is shown; rows were redacted and cut before they were stored. */
export function stepView(step: StepRow): StepView {
  return step;
}
