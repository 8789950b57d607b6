import type { Json, JsonObject } from "#lib/flow/json.ts";
import type { Resumption } from "#lib/nodes/contract.ts";
import { nextActivationId, rootActivationId } from "./activation-id.ts";
import type { PlanEdge, PlanNode } from "./plan.ts";

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
};

export function rootToken(node: PlanNode, input: Json): Token {
  return {
    activationId: rootActivationId(node.id),
    node,
    parents: [],
    input,
    arrivals: {},
    rounds: noRounds,
    loop: "",
    resumed: undefined,
    waits: 0,
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
    resumed: undefined,
    waits: 0,
  };
}

export function edgesFrom(node: PlanNode, port: string | null): readonly PlanEdge[] {
  return port === null ? [] : (node.out.get(port) ?? []);
}
