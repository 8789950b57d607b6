import type { ErrorInfo } from "#lib/errors/describe-error.ts";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import type { Resumption } from "#lib/nodes/contract.ts";
import { branchOut } from "./branch-out.ts";
import { Loop, scopeOf } from "./frame.ts";
import { Joins } from "./joins.ts";
import type { Plan } from "./plan.ts";
import { applyStep, type Scope } from "./scope.ts";
import { isOpen, type StepRecord } from "./step-record.ts";
import { rootToken, type Token } from "./token.ts";

/** A wait that was consumed: its step runs again with what arrived. */
export type ConsumedWait = { activationId: string; count: number; resumption: Resumption };

export type Replay = {
  /** To be run now. */
  pending: Token[];
  /** Still waiting for something. */
  waiting: Token[];
  /** Steps whose loops are under way. */
  looping: Token[];
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
    looping: [],
    joins: new Joins(),
    interrupted: new Map(inOrder.filter(isStarted).map((step) => [step.activationId, step])),
    lastSeq: inOrder.at(-1)?.seq ?? 0,
    lastOutput: inOrder.findLast((step) => !isOpen(step.state))?.output ?? null,
    failure: findFailure(inOrder),
  };
  const trigger = plan.nodes.get(start.triggerNodeId);
  const tokens = new Map<string, Token>();
  if (trigger !== undefined) {
    const open = [rootToken(trigger, start.payload)];
    for (let token = open.shift(); token !== undefined; token = open.shift()) {
      tokens.set(token.activationId, token);
      open.push(...follow(replay, token, records, resumptions));
      if (open.length === 0) open.push(...recordedJoins(replay, records));
    }
  }
  // In recorded order, so that a round of a loop sees what was there when it began.
  for (const step of inOrder) {
    const node = plan.nodes.get(step.nodeId);
    if (node === undefined) continue;
    const token = tokens.get(step.activationId);
    const seen = token === undefined ? scope : scopeOf(token, scope);
    applyStep(seen, node.key, node.id === start.triggerNodeId, step);
  }
  return replay;
}

/** Takes one token through its record. Returns the tokens that it leads to. */
function follow(
  replay: Replay,
  token: Token,
  records: ReadonlyMap<string, StepRecord>,
  resumptions: ReadonlyMap<string, ConsumedWait>,
): Token[] {
  const record = records.get(token.activationId);
  const resumption = resumptions.get(token.activationId);
  if (record === undefined || token.collected !== undefined) {
    replay.pending.push(resumption === undefined ? token : resume(token, resumption, record));
    return [];
  }
  const { early } = record;
  if (record.state === "looping" && early?.each !== undefined) {
    replay.looping.push(token);
    const begun = new Loop(token, record, early.port, early.each).advance();
    return endLoop(replay, begun);
  }
  const beside =
    early === null || early.each !== undefined
      ? []
      : branchOut(token, early.port, early.output, replay.joins);
  if (record.state === "waiting" && resumption === undefined) {
    replay.waiting.push(token);
    return beside;
  }
  if (isOpen(record.state)) {
    const again = { ...token, early };
    replay.pending.push(resumption === undefined ? again : resume(again, resumption, record));
    return beside;
  }
  token.frame?.saw(record);
  const next = branchOut(token, record.port, record.output, replay.joins);
  return [...beside, ...next, ...endLoop(replay, token.frame?.leave() ?? [])];
}

/** A loop whose items are all through goes on with its own step. */
function endLoop(replay: Replay, begun: Token[]): Token[] {
  for (const { collected, activationId } of begun) {
    if (collected === undefined) continue;
    replay.looping = replay.looping.filter((token) => token.activationId !== activationId);
  }
  return begun;
}

/** Joins that went on without every branch, as the record shows. */
function recordedJoins(
  { joins, pending, waiting, looping }: Replay,
  records: ReadonlyMap<string, StepRecord>,
): Token[] {
  const recorded = joins.releaseRecorded((activationId) => records.has(activationId));
  return recorded.length > 0 ? recorded : joins.release([...pending, ...waiting, ...looping]);
}

function findFailure(steps: readonly StepRecord[]): ErrorInfo | null {
  const failed = steps.filter((step) => step.state === "failed" && step.port === null);
  const cause = failed.find((step) => step.error?.code !== "run_canceled") ?? failed[0];
  return cause?.error ?? null;
}

function resume(token: Token, wait: ConsumedWait, record: StepRecord | undefined): Token {
  const { resumption, count } = wait;
  return { ...token, resumed: resumption, waits: count, early: record?.early ?? null };
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
  workspace: Scope["workspace"] = {},
): Scope {
  return {
    nodes: {},
    vars: { ...plan.initialVars },
    trigger,
    contact: { ...contact },
    workspace,
    run: { id: run.id, startedAt: run.startedAt.toISOString() },
  };
}
