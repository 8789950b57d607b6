import type { RunRecord } from "#lib/db/runs/find-run.ts";
import type { WaitRow } from "#lib/db/runs/write-journal.ts";
import type { WaitRecord } from "#lib/engine/step-record.ts";
import { calledRunId, waitIdOf } from "./run-ids.ts";

/** A wait as it is stored. Its id follows from the step, so that a replay meets the same one. */
export function waitRow(run: RunRecord, wait: WaitRecord): WaitRow {
  const id = waitIdOf(run.id, wait.activationId, wait.count);
  return {
    id,
    workspace_id: run.workspace_id,
    run_id: run.id,
    activation_id: wait.activationId,
    node_id: wait.nodeId,
    kind: wait.kind,
    conversation_id: run.conversation_id,
    state: {
      count: wait.count,
      state: wait.state,
      ...(wait.call === null ? {} : { call: { ...wait.call, runId: calledRunId(id) } }),
    },
    expires_at: wait.expiresAt === null ? null : new Date(wait.expiresAt).toISOString(),
  };
}
