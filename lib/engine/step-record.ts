import type { ErrorInfo } from "#lib/errors/describe-error.ts";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import type { RunCall, WaitRequest } from "#lib/nodes/contract.ts";

export type StepState =
  | "started"
  | "succeeded"
  | "failed"
  | "waiting"
  /** A branch of it runs for each of its items. */
  | "looping"
  | "skipped"
  | "pinned";

/** Whether a step is still under way: its record will be replaced. */
export function isOpen(state: StepState): boolean {
  return state === "started" || state === "waiting" || state === "looping";
}

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
  /** An outlet that was opened while the step itself went on. */
  early: EarlyOutlet | null;
  /** Set when the step was tried at its backup. */
  backup: BackupUse | null;
};

/** That a step was tried at its backup, and why. */
export type BackupUse = {
  /** The backup connection's name; null where the backup is another address only. */
  connection: string | null;
  /** What the primary failed with. */
  reason: { code: string; message: string };
};

export type EarlyOutlet = {
  port: string;
  output: Json;
  /** The items that `port` is run for, when the step is a loop; `output` is null then. */
  each?: { items: Json[]; atOnce: number; keepGoing: boolean };
};

/** What a waiting step leaves for its continuation. */
export type WaitRecord = {
  activationId: string;
  nodeId: string;
  kind: WaitRequest["kind"];
  state: JsonObject;
  /** When it is over or given up, ms since 1970, UTC; null: never. */
  expiresAt: number | null;
  /** For `run`: what to call. */
  call: RunCall | null;
  /** How often this activation has waited, from 1. */
  count: number;
};
