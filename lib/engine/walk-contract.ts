import type { ErrorInfo } from "#lib/errors/describe-error.ts";
import type { Json } from "#lib/flow/json.ts";
import type { Execution } from "#lib/nodes/contract.ts";
import type { Joins } from "./joins.ts";
import type { StepRecord } from "./step-record.ts";
import type { Token } from "./token.ts";

/** Where a walk begins: at a trigger, or where a replay found the run. */
export type WalkStart = {
  pending: readonly Token[];
  waiting: readonly Token[];
  /** Steps whose loops are under way. */
  looping: readonly Token[];
  joins: Joins;
  interrupted: ReadonlyMap<string, StepRecord>;
  lastSeq: number;
  lastOutput: Json;
  /** The run had failed already, and only that was not written down. */
  failure: ErrorInfo | null;
};

export type WalkOptions = {
  triggerNodeId: string;
  /** Uses pinned outputs; live runs never do. */
  usePinned: boolean;
  /** Stops after this node instead of following its edges. */
  stopAfter: string | null;
  /** What that node is asked to do in place of its usual work: one of its definition's actions. */
  action: string | null;
};

export type Respond = NonNullable<Extract<Execution, { kind: "done" }>["respond"]>;

export type WalkOutcome = {
  state: "succeeded" | "failed" | "waiting" | "canceled";
  output: Json;
  respond: Respond | null;
  error: ErrorInfo | null;
};
