import { isForbiddenKey, type Json, type JsonObject } from "#lib/flow/json.ts";
import type { SealedText } from "#lib/template/sealed-text.ts";
import { isOpen, type StepRecord } from "./step-record.ts";

/** What templates see. One object for the whole run: steps write into it, nothing is copied. */
export type Scope = {
  /** Outputs by node key; a node that ran several times shows its newest. */
  nodes: JsonObject;
  vars: JsonObject;
  trigger: Json;
  contact: JsonObject;
  /** The workspace's own variables; secret ones are sealed. */
  workspace: { [name: string]: Json | SealedText };
  run: { id: string; startedAt: string };
  /** In a branch that runs for each item of a list: which one it is, `index` from 0. */
  loop?: { item: Json; index: number; count: number };
};

/** Takes in what a step left. */
export function applyStep(
  scope: Scope,
  key: string,
  isTrigger: boolean,
  step: Pick<StepRecord, "state" | "output" | "vars" | "early">,
): void {
  if (isOpen(step.state)) {
    // What an outlet that opened early hands out is there for the steps that hang on it.
    if (step.early !== null && step.early.output !== null) scope.nodes[key] = step.early.output;
    return;
  }
  scope.nodes[key] = step.output;
  if (isTrigger) scope.trigger = step.output;
  for (const name in step.vars) {
    const value = step.vars[name];
    if (value !== undefined && !isForbiddenKey(name)) scope.vars[name] = value;
  }
}
