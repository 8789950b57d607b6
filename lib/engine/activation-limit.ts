import { UserError } from "#lib/errors/user-error.ts";
import type { PlanNode } from "./plan.ts";

/** Activations a run may have between two durable waits. */
export const maxActivations = 1_000;

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
