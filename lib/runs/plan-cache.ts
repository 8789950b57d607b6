import { LRUCache } from "lru-cache";
import type { Pool } from "pg";
import { findDocument, type RunRecord } from "#lib/db/runs/find-run.ts";
import { compilePlan, type NodeTypes, type Plan } from "#lib/engine/plan.ts";
import { UserError } from "#lib/errors/user-error.ts";
import { type FlowDocument, flowDocument } from "#lib/flow/document.ts";

/** Documents compiled once, by their hash; the 500 that were used last. */
export class PlanCache {
  readonly #pool: Pick<Pool, "query">;
  readonly #types: NodeTypes;
  readonly #plans = new LRUCache<string, Plan>({ max: 500 });

  constructor(pool: Pick<Pool, "query">, types: NodeTypes) {
    this.#pool = pool;
    this.#types = types;
  }

  /** The plan of a document that is at hand. */
  of(hash: string, document: () => FlowDocument): Plan {
    let plan = this.#plans.get(hash);
    if (plan === undefined) {
      plan = compilePlan(document(), this.#types);
      this.#plans.set(hash, plan);
    }
    return plan;
  }

  /** The plan that a run began with. Throws `invalid_document` when it is gone. */
  async stored({ workspace_id, document_hash }: RunRecord): Promise<Plan> {
    const known = this.#plans.get(document_hash);
    if (known !== undefined) return known;
    const stored = await findDocument(this.#pool, workspace_id, document_hash);
    const parsed = flowDocument.safeParse(stored);
    if (!parsed.success) {
      throw new UserError("invalid_document", "The flow as it was when this run began is gone.");
    }
    return this.of(document_hash, () => parsed.data);
  }
}

/** Of a flow without anything in it: for runs whose own is gone. */
export const emptyPlan: Plan = {
  nodes: new Map(),
  initialVars: {},
  usesWorkspace: false,
  settings: flowDocument.parse({ schemaVersion: 1, nodes: [], edges: [] }).settings,
};
