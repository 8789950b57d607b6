import type { HookProduct } from "../hook-sender/product.ts";

/** Zapier's “Webhooks by Zapier”, “Catch Hook”. It cannot answer with data of its own. */
export const product: HookProduct = {
  id: "zapier",
  name: "Zapier",
  starts: "Zap",
  inFull: "a Zap",
  // zapier.com/help, “Trigger Zaps from webhooks”: 10 MB for a catch hook.
  maxBytes: 10_000_000,
  explain({ status, body }) {
    // A receipt is { status: "success", id, attempt }.
    if (status !== 200 || typeof body !== "object" || body === null) return undefined;
    if (!("status" in body) || body.status === "success") return undefined;
    return {
      kind: "refused",
      message: "Zapier answered, but did not take the data.",
      next: "Look at its answer, and check that the Zap is switched on.",
    };
  },
  isReceipt: () => true,
};
