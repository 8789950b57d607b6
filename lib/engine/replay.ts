import type { ErrorInfo } from "#lib/errors/describe-error.ts";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import type { Resumption } from "#lib/nodes/contract.ts";
import { Joins } from "./joins.ts";
import type { Plan } from "./plan.ts";
import { applyStep, type Scope } from "./scope.ts";
import type { StepRecord } from "./step-record.ts";
import { edgesFrom, followEdge, rootToken, type Token } from "./token.ts";

/** A wait that was consumed: its step runs again with what arrived. */
export type ConsumedWait = { activationId: string; count: number; resumption: Resumption };

export type Replay = {
  /** To be run now. */
  pending: Token[];
  /** Still waiting for something. */
  waiting: Token[];
  joins: Joins;
  /** Steps with effects that were begun and not finished, by activation. */
  interrupted: ReadonlyMap<string, StepRecord>;
  lastSeq: number;
  lastOutput: Json;
  /** Set when the record holds a failure that no branch took up. */
  failure: ErrorInfo | null;
};

/**
 * Finds where a run stands from its recorded steps: walks the plan from the trigger, takes outlets
 * and outputs from the record, and stops where the record ends. Fills `scope` in recorded order.
 * Pure: the same record gives the same tokens, whatever process asks.
 */
export function replaySteps(
  plan: Plan,
  start: { triggerNodeId: string; payload: Json },
  steps: readonly StepRecord[],
  scope: Scope,
  consumed: readonly ConsumedWait[],
): Replay {
  const records = new Map(steps.map((step) => [step.activationId, step]));
  const inOrder = [...steps].sort((a, b) => a.seq - b.seq);
  const resumptions = new Map(consumed.map((wait) => [wait.activationId, wait]));
  const replay: Replay = {
    pending: [],
    waiting: [],
    joins: new Joins(),
    interrupted: new Map(inOrder.filter(isStarted).map((step) => [step.activationId, step])),
    lastSeq: inOrder.at(-1)?.seq ?? 0,
    lastOutput: null,
    failure: findFailure(inOrder),
  };
  for (const step of inOrder) {
    const node = plan.nodes.get(step.nodeId);
    if (node === undefined) continue;
    applyStep(scope, node.key, node.id === start.triggerNodeId, step);
    if (step.state !== "waiting" && step.state !== "started") replay.lastOutput = step.output;
  }
  const trigger = plan.nodes.get(start.triggerNodeId);
  if (trigger === undefined) return replay;

  const open = [rootToken(trigger, start.payload)];
  for (let token = open.shift(); token !== undefined; token = open.shift()) {
    const record = records.get(token.activationId);
    const resumption = resumptions.get(token.activationId);
    if (record?.state === "waiting") {
      if (resumption === undefined) replay.waiting.push(token);
      else replay.pending.push(resume(token, resumption));
    } else if (record === undefined || record.state === "started") {
      replay.pending.push(resumption === undefined ? token : resume(token, resumption));
    } else {
      for (const edge of edgesFrom(token.node, record.port)) {
        const next = followEdge(token, edge, record.output);
        if (next.node.joins === undefined) {
          open.push(next);
          continue;
        }
        const joined = replay.joins.arrive(next, edge);
        if (joined !== undefined) open.push(joined);
      }
    }
    if (open.length === 0)
      open.push(...recordedJoins(replay, records, [...replay.pending, ...replay.waiting]));
  }
  return replay;
}

/** Joins that went on without every branch, as the record shows. */
function recordedJoins(
  { joins }: Replay,
  records: ReadonlyMap<string, StepRecord>,
  live: readonly Token[],
): Token[] {
  const recorded = joins.releaseRecorded((activationId) => records.has(activationId));
  return recorded.length > 0 ? recorded : joins.release(live);
}

function findFailure(steps: readonly StepRecord[]): ErrorInfo | null {
  const failed = steps.filter((step) => step.state === "failed" && step.port === null);
  const cause = failed.find((step) => step.error?.code !== "run_canceled") ?? failed[0];
  return cause?.error ?? null;
}

function resume(token: Token, { resumption, count }: ConsumedWait): Token {
  return { ...token, resumed: resumption, waits: count };
}

function isStarted(step: StepRecord): boolean {
  return step.state === "started";
}

/** The scope of a run that has not begun. */
export function newScope(
  plan: Plan,
  run: { id: string; startedAt: Date },
  trigger: Json,
  contact: JsonObject,
): Scope {
  return {
    nodes: {},
    vars: { ...plan.initialVars },
    trigger,
    contact,
    run: { id: run.id, startedAt: run.startedAt.toISOString() },
  };
}
