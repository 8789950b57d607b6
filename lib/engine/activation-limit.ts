import { UserError } from "#lib/errors/user-error.ts";
import type { PlanNode } from "./plan.ts";

/** Activations a run may have between two durable waits; each round of a loop may have as many. */
export const maxActivations = 1_000;
/** Activations of a run with all the rounds of its loops, between two durable waits. */
export const maxWithLoops = 50_000;
/** Loops within loops. */
export const maxNesting = 5;

/** Counts activations and stops a loop that never waits. */
export class ActivationCounter {
  readonly #counts = new Map<PlanNode, number>();
  #total = 0;

  /** Throws `activation_limit`, naming the nodes that went round, when a run exceeds its due. */
  add(node: PlanNode): void {
    this.#counts.set(node, (this.#counts.get(node) ?? 0) + 1);
    this.#total += 1;
    if (this.#total > maxActivations) throw this.#limit();
  }

  #limit(): UserError {
    const most = Math.max(...this.#counts.values());
    const loop = [...this.#counts]
      .filter(([, count]) => count > 1 && count >= most / 2)
      .map(([node]) => node)
      .sort((a, b) => a.order - b.order);
    const names = loop.slice(0, 4).map((node) => `“${node.name}”`);
    const rest = loop.length > 4 ? ` and ${loop.length - 4} more` : "";
    return new UserError(
      "activation_limit",
      `The loop through ${names.join(", ")}${rest} did not end: the run took ${maxActivations.toLocaleString("en")} steps without waiting.`,
      {
        next: "Add a condition that leaves the loop, or let it wait for a reply.",
        details: { nodes: loop.slice(0, 20).map((node) => node.id) },
      },
    );
  }
}

/** Counts over all rounds of all loops. */
export class TotalCounter {
  #total = 0;

  add(node: PlanNode, nesting: number): void {
    this.#total += 1;
    if (nesting > maxNesting) {
      throw new UserError(
        "activation_limit",
        `“${node.name}” lies within more than ${maxNesting} loops, one inside the other.`,
        { next: "Check that a loop's branch does not lead back to its own loop." },
      );
    }
    if (this.#total <= maxWithLoops) return;
    throw new UserError(
      "activation_limit",
      `The run took ${maxWithLoops.toLocaleString("en")} steps without waiting, the rounds of its loops included.`,
      { next: "Take the list in parts, or do less for each item." },
    );
  }
}
