import type { HookProduct } from "../hook-sender/product.ts";

/** Pabbly Connect's “Webhook by Pabbly”. */
export const product: HookProduct = {
  id: "pabbly",
  name: "Pabbly",
  starts: "workflow",
  inFull: "a Pabbly workflow",
  maxBytes: 5_000_000,
  explain({ status, body }) {
    if (status !== 200 || typeof body !== "object" || body === null) return undefined;
    if (!("status" in body) || (body.status !== "error" && body.status !== "failed")) {
      return undefined;
    }
    return {
      kind: "refused",
      message: "Pabbly answered, but did not take the data.",
      next: "Look at its answer, and check that the workflow is switched on.",
    };
  },
  isReceipt: () => true,
};
