import type { ErrorInfo } from "#lib/errors/describe-error.ts";
import type { Json, JsonObject } from "#lib/flow/json.ts";

export type StepState = "started" | "succeeded" | "failed" | "waiting" | "skipped" | "pinned";

/** One activation of a node, as the journal has it. `(run, activationId)` identifies it over replays. */
export type StepRecord = {
  activationId: string;
  nodeId: string;
  nodeType: string;
  /** Position in the run's journal, from 1. */
  seq: number;
  state: StepState;
  /** The outlet that was taken. */
  port: string | null;
  attempts: number;
  /** The settings used, templates filled in. A trigger has none: what it delivered is its output. */
  input: Json;
  output: Json;
  vars: JsonObject | null;
  error: ErrorInfo | null;
  /** ms since 1970, UTC. */
  startedAt: number;
  durationMs: number;
  parents: string[];
};

/** What a waiting step leaves for its continuation. */
export type WaitRecord = {
  activationId: string;
  nodeId: string;
  kind: "reply";
  state: JsonObject;
  /** How often this activation has waited, from 1. */
  count: number;
};
