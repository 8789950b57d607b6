import type { WaitRequest } from "#lib/nodes/contract.ts";
import type { StepRecord, WaitRecord } from "./step-record.ts";
import type { Token } from "./token.ts";

/** The record of a step that is about to begin; one whose loop is under way has begun before. */
export function newStep(token: Token, now: Date): StepRecord {
  const { node } = token;
  return {
    activationId: token.activationId,
    nodeId: node.id,
    nodeType: node.typeId,
    seq: 0,
    state: "started",
    port: null,
    attempts: 1,
    input: null,
    output: null,
    vars: null,
    error: null,
    startedAt: token.loopStep?.startedAt ?? now.getTime(),
    durationMs: 0,
    parents: token.parents,
    early: token.early ?? token.loopStep?.early ?? null,
    backup: null,
  };
}

/** What a step waits for, as the journal keeps it. */
export function waitRecord(token: Token, wait: WaitRequest): WaitRecord {
  return {
    activationId: token.activationId,
    nodeId: token.node.id,
    kind: wait.kind,
    state: wait.state,
    expiresAt: wait.expiresAt?.getTime() ?? null,
    call: wait.kind === "run" ? wait.call : null,
    count: token.waits + 1,
  };
}
