import type { Json, JsonObject } from "#lib/flow/json.ts";
import type { Collected, Resumption } from "#lib/nodes/contract.ts";
import { nextActivationId, rootActivationId } from "./activation-id.ts";
import type { Frame } from "./frame.ts";
import type { PlanEdge, PlanNode } from "./plan.ts";
import type { EarlyOutlet, StepRecord } from "./step-record.ts";

/** How many times a token's path went through each joining node. Shared, never changed in place. */
export type Rounds = ReadonlyMap<string, number>;

const noRounds: Rounds = new Map();

/** Where a run stands: one token for each live branch. */
export type Token = {
  activationId: string;
  node: PlanNode;
  parents: string[];
  /** The output of the step before. */
  input: Json;
  /** For joining nodes: what arrived, by source node key. */
  arrivals: JsonObject;
  rounds: Rounds;
  /** Distinguishes the iterations of loops that run their body several times; empty outside. */
  loop: string;
  resumed: Resumption | undefined;
  /** How often this activation has waited before. */
  waits: number;
  /** How many of these waits were for another try of the same. */
  kept: number;
  /** The round of a loop it runs in; null outside. */
  frame: Frame | null;
  /** For a loop's step, once every item is through: what they left, and its record so far. */
  collected: Collected[] | undefined;
  loopStep: StepRecord | undefined;
  /** The outlet that this activation opened before it was resumed. */
  early: EarlyOutlet | null;
};

const fresh = {
  resumed: undefined,
  waits: 0,
  kept: 0,
  collected: undefined,
  loopStep: undefined,
  early: null,
} as const;

export function rootToken(node: PlanNode, input: Json): Token {
  return {
    activationId: rootActivationId(node.id),
    node,
    parents: [],
    input,
    arrivals: {},
    rounds: noRounds,
    loop: "",
    frame: null,
    ...fresh,
  };
}

/** The token that follows an edge after a step. */
export function followEdge(from: Token, edge: PlanEdge, output: Json): Token {
  return {
    activationId: nextActivationId(from.activationId, edge.id, from.loop),
    node: edge.target,
    parents: [from.activationId],
    input: output,
    arrivals: {},
    rounds: from.rounds,
    loop: from.loop,
    frame: from.frame,
    ...fresh,
  };
}

export function edgesFrom(node: PlanNode, port: string | null): readonly PlanEdge[] {
  return port === null ? [] : (node.out.get(port) ?? []);
}

/** The token of a joining node, in the place of the branches that arrived. */
export function joinedToken(
  place: Pick<
    Token,
    "activationId" | "node" | "parents" | "arrivals" | "rounds" | "loop" | "frame"
  >,
): Token {
  return { ...place, input: place.arrivals, ...fresh };
}
