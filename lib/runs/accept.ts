import type { Json } from "#lib/flow/json.ts";
import type { LiveTarget } from "#lib/flow-store/contract.ts";
import type { TriggerKind } from "#lib/nodes/contract.ts";

/** A run to be walked by some worker, soon. */
export type AcceptRun = {
  /** Names the run beforehand: the same id is accepted once. Must be a UUID. Default: a new one. */
  runId?: string;
  target: LiveTarget;
  triggerKind: TriggerKind;
  triggerNodeId: string;
  /** What the trigger delivers; kept whole until the run has ended. */
  payload: Json;
  conversationId?: string;
  startedBy?: string;
  /** The run that this one repeats, was called by or was set off by. */
  parentRunId?: string;
  /** The wait of the calling run that goes on with this run's result. */
  callerWaitId?: string;
  /** How many runs that set one another off stand above this one. Default 0. */
  depth?: number;
};

/**
 * Takes a run into the queue; it is on disk when this resolves. Throws `queue_full` (with
 * `retryAfterMs`) when the workspace has as many waiting as it may, `database_unavailable` and
 * `shutting_down`.
 */
export type Accept = (run: AcceptRun) => Promise<{ runId: string }>;
