import type { JsonObject } from "#lib/flow/json.ts";
import { joinActivationId } from "./activation-id.ts";
import type { PlanEdge, PlanNode } from "./plan.ts";
import { joinedToken, type Token } from "./token.ts";

type Arrival = { edgeId: string; token: Token };
type Pending = { node: PlanNode; round: number; loop: string; arrivals: Arrival[] };

/**
 * The branches that wait at joining nodes. A round is how often a branch's own path went through
 * the join before, so a loop around a join meets it afresh each time.
 */
export class Joins {
  readonly #pending = new Map<string, Pending>();
  readonly #fired = new Set<string>();

  get isEmpty(): boolean {
    return this.#pending.size === 0;
  }

  /** Takes in a branch. Returns the joined token when that completes the join, `late` after it fired. */
  arrive(token: Token, edge: PlanEdge): Token | "held" | "late" {
    const { node } = token;
    const round = token.rounds.get(node.id) ?? 0;
    const id = joinActivationId(node.id, round, token.loop);
    if (this.#fired.has(id)) return "late";
    let pending = this.#pending.get(id);
    if (pending === undefined) {
      pending = { node, round, loop: token.loop, arrivals: [] };
      this.#pending.set(id, pending);
    }
    pending.arrivals.push({ edgeId: edge.id, token });
    const complete =
      node.joins === "any" ||
      node.inbound.every(({ id: wanted }) =>
        pending.arrivals.some(({ edgeId }) => edgeId === wanted),
      );
    return complete ? this.#fire(id, pending) : "held";
  }

  /**
   * The joins that nothing more can reach, in the document's order. When all that is left waits at
   * joins that wait for each other, the first of them goes on. Each round of a loop is by itself;
   * `live` holds the steps whose loops are under way, too.
   */
  release(live: Iterable<Token>): Token[] {
    if (this.#pending.size === 0) return [];
    const others = [...live];
    const all = [...this.#pending].sort(([, a], [, b]) => a.node.order - b.node.order);
    return [...Map.groupBy(all, ([, { loop }]) => loop).values()].flatMap((waiting) =>
      this.#releaseAmong(waiting, others),
    );
  }

  #releaseAmong(waiting: readonly [string, Pending][], others: readonly Token[]): Token[] {
    const open = waiting.filter(([, pending]) => !others.some((token) => reaches(token, pending)));
    const ready = open.filter(([id, pending]) => !this.#waitsForJoin(id, pending));
    const deadlocked = ready.length === 0 && open.length === waiting.length;
    return (deadlocked ? open.slice(0, 1) : ready).map(([id, pending]) => this.#fire(id, pending));
  }

  /** The joins that a replay finds in the journal. */
  releaseRecorded(isRecorded: (activationId: string) => boolean): Token[] {
    return [...this.#pending]
      .filter(([id]) => isRecorded(id))
      .map(([id, pending]) => this.#fire(id, pending));
  }

  #waitsForJoin(id: string, pending: Pending): boolean {
    for (const [otherId, other] of this.#pending) {
      if (otherId === id || other.node === pending.node || other.loop !== pending.loop) continue;
      if (other.arrivals.some(({ token }) => reaches(token, pending))) return true;
    }
    return false;
  }

  #fire(id: string, { node, round, loop, arrivals }: Pending): Token {
    this.#pending.delete(id);
    this.#fired.add(id);
    const rounds = new Map<string, number>();
    const outputs: JsonObject = {};
    const parents: string[] = [];
    const frame = arrivals[0]?.token.frame ?? null;
    for (const { edgeId, token } of inEdgeOrder(node, arrivals)) {
      for (const [join, count] of token.rounds) {
        rounds.set(join, Math.max(count, rounds.get(join) ?? 0));
      }
      const key = node.inbound.find((edge) => edge.id === edgeId)?.sourceKey;
      if (key !== undefined) outputs[key] = token.input;
      parents.push(...token.parents);
    }
    rounds.set(node.id, round + 1);
    // The one that goes on stands for all that arrived.
    frame?.leave(arrivals.length - 1);
    return joinedToken({ activationId: id, node, parents, arrivals: outputs, rounds, loop, frame });
  }
}

/** Whether a branch could still arrive at a join in this round. */
function reaches(token: Token, { node, round, loop }: Pending): boolean {
  if (token.loop !== loop) return false;
  return node.reachedFrom.has(token.node.id) && (token.rounds.get(node.id) ?? 0) <= round;
}

/** The same order whoever came first. */
function inEdgeOrder(node: PlanNode, arrivals: readonly Arrival[]): Arrival[] {
  const place = new Map(node.inbound.map((edge, index) => [edge.id, index]));
  return [...arrivals].sort((a, b) => (place.get(a.edgeId) ?? 0) - (place.get(b.edgeId) ?? 0));
}
