import type { RunState } from "#lib/runs/events.ts";

/** A run that has ended. Times are epoch ms; no payload is ever told. */
export type EndedRun = {
  runId: string;
  workspaceId: string;
  flowId: string;
  state: Extract<RunState, "succeeded" | "failed" | "canceled">;
  triggerKind: string;
  mode: "live" | "test";
  /** When it was last queued; null: it began at once. */
  queuedAt: number | null;
  startedAt: number;
  endedAt: number;
  stepCount: number;
  /** The error's code when it failed. */
  errorCode?: string | undefined;
};

/** A step that has ended, told once with its last state. */
export type EndedStep = {
  runId: string;
  activationId: string;
  nodeId: string;
  nodeType: string;
  state: "succeeded" | "failed" | "skipped" | "pinned";
  startedAt: number;
  durationMs: number;
  attempts: number;
  errorCode?: string | undefined;
};

/** What the engine tells of its work as it goes; never throws and never waits. */
export type RunMetrics = {
  /** A run was taken into the queue and is on disk. */
  accepted(durationMs: number): void;
  runEnded(run: EndedRun): void;
  stepEnded(step: EndedStep): void;
  /** A run was let go of here because another process had taken it over, or might have. */
  takenOver(): void;
  /** A batch of the journal is on disk. */
  journalFlushed(batch: { durationMs: number; runs: number; steps: number }): void;
};

/** For whoever measures nothing. */
export const noMetrics: RunMetrics = {
  accepted: () => undefined,
  runEnded: () => undefined,
  stepEnded: () => undefined,
  takenOver: () => undefined,
  journalFlushed: () => undefined,
};
