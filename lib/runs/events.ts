import type { BackupUse, EarlyOutlet, StepState } from "#lib/engine/step-record.ts";
import type { ErrorInfo } from "#lib/errors/describe-error.ts";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import type { TriggerKind } from "#lib/nodes/contract.ts";

/** A step as it is shown and stored; values are redacted and cut to a size fit for a browser. */
export type StepView = {
  activationId: string;
  nodeId: string;
  nodeType: string;
  seq: number;
  state: StepState;
  port: string | null;
  attempts: number;
  input: Json;
  output: Json;
  vars: JsonObject | null;
  error: ErrorInfo | null;
  startedAt: string;
  durationMs: number;
  parents: string[];
  early: EarlyOutlet | null;
  backup: BackupUse | null;
};

export type RunState = "queued" | "running" | "waiting" | "succeeded" | "failed" | "canceled";

export type RunView = {
  id: string;
  flowId: string;
  flowName: string;
  versionNumber: number | null;
  documentHash: string;
  mode: "live" | "test";
  state: RunState;
  triggerKind: TriggerKind;
  triggerNodeId: string;
  conversationId: string | null;
  input: Json;
  result: Json;
  error: ErrorInfo | null;
  startedAt: string;
  finishedAt: string | null;
  durationMs: number;
  stepCount: number;
  parentRunId: string | null;
};

/** What the editor hears over SSE at `/api/events/runs/<id>`; each event is one JSON line. */
export type RunEvent =
  | { type: "run"; run: RunView; steps: StepView[] }
  | { type: "step"; step: StepView }
  /** Nobody walks it any more: it has ended, or it rests until what it waits for comes; see {@link isOver}. */
  | { type: "finished"; run: RunView };

/** Whether a run has ended with this event, so that no other follows. */
export function isOver(event: RunEvent): boolean {
  return event.type !== "step" && event.run.finishedAt !== null;
}
