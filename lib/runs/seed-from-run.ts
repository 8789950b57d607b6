import type { Plan } from "#lib/engine/plan.ts";
import { applyStep, type Scope } from "#lib/engine/scope.ts";
import type { StepRecord } from "#lib/engine/step-record.ts";
import { rootToken, type Token } from "#lib/engine/token.ts";
import { UserError } from "#lib/errors/user-error.ts";
import { isForbiddenKey, type Json, type JsonObject } from "#lib/flow/json.ts";
import type { GivenValues, StartFrom } from "./contract.ts";

/** Where "run from here" begins: the steps that are kept, and the token to go on with. */
export type Seed = { kept: StepRecord[]; token: Token };

/**
 * Prepares a run that begins at a node, with what an earlier run's steps left before it, and over
 * that what is `given`. Fills the scope with both. Throws `invalid_input` when the document has no such node.
 */
export function seedFromRun(
  plan: Plan,
  steps: readonly StepRecord[],
  { nodeId, given }: Pick<StartFrom, "nodeId" | "given">,
  start: { triggerNodeId: string; payload: Json },
  scope: Scope,
): Seed {
  const node = plan.nodes.get(nodeId);
  if (node === undefined) {
    throw new UserError("invalid_input", "The step to run is not part of this flow.");
  }
  const settled = steps
    .filter((step) => step.state !== "started" && step.state !== "waiting")
    .sort((a, b) => a.seq - b.seq);
  const earlier = settled.findLast((step) => step.nodeId === nodeId);
  const kept = settled.filter(
    (step) => step.nodeId !== nodeId && (earlier === undefined || step.seq < earlier.seq),
  );
  for (const step of kept) {
    const { key } = plan.nodes.get(step.nodeId) ?? {};
    if (key !== undefined) applyStep(scope, key, step.nodeId === start.triggerNodeId, step);
  }
  if (given !== undefined) applyGiven(scope, given);
  const token = rootToken(node, nodeId === start.triggerNodeId ? start.payload : null);
  const arrivals: JsonObject = {};
  for (const { sourceKey } of node.inbound) {
    const output = scope.nodes[sourceKey];
    if (output !== undefined) arrivals[sourceKey] = output;
  }
  const parents =
    earlier?.parents ??
    kept
      .filter(({ nodeId: id, port }) =>
        plan.nodes
          .get(id)
          ?.out.get(port ?? "")
          ?.some((edge) => edge.target === node),
      )
      .map((step) => step.activationId);
  if (nodeId !== start.triggerNodeId) {
    token.activationId = earlier?.activationId ?? token.activationId;
    const parent = kept.findLast((step) => parents.includes(step.activationId));
    const [before] = Object.values(arrivals);
    token.input = node.joins === undefined ? (parent?.output ?? before ?? null) : arrivals;
  }
  return { kept, token: { ...token, parents, arrivals } };
}

function applyGiven(scope: Scope, { trigger, nodes, vars }: GivenValues): void {
  if (trigger !== undefined) scope.trigger = trigger;
  for (const [holder, values] of [
    [scope.nodes, nodes],
    [scope.vars, vars],
  ] as const) {
    for (const [name, value] of Object.entries(values)) {
      if (!isForbiddenKey(name)) holder[name] = value;
    }
  }
}
