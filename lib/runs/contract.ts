import type { Actor } from "#lib/access/contract.ts";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import type { LiveTarget } from "#lib/flow-store/contract.ts";
import type { Arrival, CallbackRequest, TriggerKind } from "#lib/nodes/contract.ts";
import type { Accept } from "./accept.ts";
import type { RunEvent, RunState, RunView, StepView } from "./events.ts";

/** A run that begins in the middle, with what the steps before left in an earlier run. */
export type StartFrom = {
  /** The earlier run; left out, only what is given is known. */
  runId?: string | undefined;
  nodeId: string;
  onlyThisStep: boolean;
  /** With `onlyThisStep`: one of the actions that the node's definition offers. */
  action?: string | undefined;
  /** Pinned outputs and samples for what the earlier run lacks; they win over it. */
  given?: GivenValues | undefined;
};

export type GivenValues = {
  trigger?: Json | undefined;
  /** Outputs by node key. */
  nodes: JsonObject;
  vars: JsonObject;
};

export type StartRun = {
  /** Names the run beforehand, so that whoever starts it can write that down first. Default: a new id. */
  runId?: string;
  /** The id may come twice: nothing is walked before its row is on disk, and who comes second is refused. */
  claim?: boolean;
  target: LiveTarget;
  mode: "live" | "test";
  triggerKind: TriggerKind;
  triggerNodeId: string;
  /** What the trigger delivers. */
  payload: Json;
  conversationId?: string;
  contact?: { [key: string]: Json };
  startedBy?: string;
  /** The earlier run that this one repeats. */
  repeats?: string;
  /** Continue from a node of an earlier run: steps before it keep their outputs. */
  from?: StartFrom;
};

/** How a run ended, or that it waits. */
export type RunResult = {
  runId: string;
  state: RunState;
  /** The last step's output, or what a Respond node said. */
  output: Json;
  respond: { status: number; headers: { [name: string]: string }; body: string } | null;
  error: { code: string; message: string; next?: string | undefined } | null;
};

export type RunFilter = {
  flowId?: string;
  state?: RunState;
  mode?: "live" | "test";
  triggerKind?: string;
  /** Matches the run's id, the flow's name and the error's text. */
  search?: string;
  /** ISO times, UTC. */
  since?: string;
  until?: string;
  cursor?: string;
  /** Default 50, at most 200. */
  limit?: number;
};

export type RunService = {
  /**
   * Starts a run in this process. `result` settles when the run has ended or waits, after
   * everything it promises is on disk; it rejects with `database_unavailable`, `stale_fence`, or, of
   * a run that is claimed, `duplicate_event`.
   * Reading `committed` writes the run down at once and tells when that is on disk; callers that
   * answer with the result do not need it. Throws `shutting_down`, `overloaded`, `not_ready`
   * while this process has lost its lease, and `runs_paused` for live runs of a paused workspace.
   */
  start(input: StartRun): {
    runId: string;
    result: Promise<RunResult>;
    readonly committed: Promise<void>;
  };
  /**
   * Begins service, once everything is composed: takes this process's lease and continues the runs
   * that a process without one left behind; looks for such runs again as long as it lives.
   */
  recover(): Promise<void>;
  /** The open wait of a conversation, or null. */
  openWait(conversationId: string): Promise<{ waitId: string; runId: string } | null>;
  /** Consumes a wait exactly once and goes on. Null when somebody else already has. */
  resume(waitId: string, arrival: Arrival): Promise<RunResult | null>;
  /** Takes a run into the queue, to be walked by some worker. */
  accept: Accept;
  /**
   * Answers a callback wait. `used`: it was answered before; `expired`: its time is up, or its run
   * has ended.
   */
  resumeCallback(
    waitId: string,
    request: CallbackRequest,
  ): Promise<"resumed" | "used" | "expired" | "unknown">;
  /** Whether a callback wait can still be answered. Changes nothing. */
  callbackState(waitId: string): Promise<"open" | "used" | "expired" | "unknown">;
  /** A person hands a conversation back to its flow. False when the wait is over. */
  resumePerson(waitId: string, by: string): Promise<boolean>;
  /** Runs were ended from outside, and that is on disk: ends their walks here, and tells callers. */
  letGo(canceled: readonly { id: string; callerWaitId: string | null }[]): Promise<void>;
  cancel(actor: Actor, runId: string): Promise<void>;
  /** Starts again with the same trigger payload, on the flow's live version or draft. */
  rerun(actor: Actor, runId: string): Promise<{ runId: string }>;
  /** The test button: runs the draft. Progress comes over `subscribe`. */
  startTest(
    actor: Actor,
    input: {
      flowId: string;
      triggerNodeId?: string;
      payload?: Json;
      from?: StartFrom;
    },
  ): Promise<{ runId: string }>;
  list(actor: Actor, filter: RunFilter): Promise<{ runs: RunView[]; nextCursor: string | null }>;
  get(actor: Actor, runId: string): Promise<{ run: RunView; steps: StepView[] }>;
  /** The newest test run's steps of a flow: feeds the variable picker. Throws `not_found`. */
  latestSteps(actor: Actor, flowId: string): Promise<{ runId: string | null; steps: StepView[] }>;
  /** Hears a run's events from now on, after a first `run` event with its state so far. Returns unsubscribe. */
  subscribe(actor: Actor, runId: string, listener: (event: RunEvent) => void): Promise<() => void>;
  /** Live view of a conversation's runs in the editor's chat preview: which runs start. */
  subscribeConversation(
    actor: Actor,
    conversationId: string,
    listener: (event: RunEvent & { runId: string }) => void,
  ): Promise<() => void>;
  /** Starts nothing more, lets what runs end for up to 20 s, and gives the lease back. */
  stop(): Promise<void>;
};
