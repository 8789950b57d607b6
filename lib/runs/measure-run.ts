import type { RunRow } from "#lib/db/runs/write-journal.ts";
import type { StepRecord } from "#lib/engine/step-record.ts";
import type { RunMetrics } from "#lib/operations/run-metrics.ts";

/** Tells of a step that has ended; of others nothing. */
export function measureStep(metrics: RunMetrics, runId: string, step: StepRecord): void {
  const { state, activationId, nodeId, nodeType, startedAt, durationMs, attempts } = step;
  if (state === "started" || state === "waiting" || state === "looping") return;
  metrics.stepEnded({
    ...{ runId, activationId, nodeId, nodeType, state },
    ...{ startedAt, durationMs, attempts, errorCode: step.error?.code },
  });
}

/** Tells of a run that has ended; of others nothing. */
export function measureRun(metrics: RunMetrics, run: RunRow): void {
  if (run.state === "queued" || run.state === "running" || run.state === "waiting") return;
  const epoch = (at: string | null) => (at === null ? null : Date.parse(at));
  metrics.runEnded({
    runId: run.id,
    workspaceId: run.workspace_id,
    flowId: run.flow_id,
    state: run.state,
    triggerKind: run.trigger_kind,
    mode: run.mode,
    queuedAt: epoch(run.queued_at),
    startedAt: Date.parse(run.started_at),
    endedAt: epoch(run.finished_at) ?? Date.parse(run.started_at),
    stepCount: run.step_count,
    errorCode: run.error?.code,
  });
}
