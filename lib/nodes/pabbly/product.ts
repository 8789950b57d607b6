import type { HookProduct } from "../hook-sender/product.ts";
import { saysFailed } from "../hook-sender/says-failed.ts";

/** Pabbly Connect's “Webhook by Pabbly”. */
export const product: HookProduct = {
  id: "pabbly",
  name: "Pabbly",
  starts: "workflow",
  inFull: "a Pabbly workflow",
  maxBytes: 5_000_000,
  explain: (answer) => saysFailed(answer, product),
  isReceipt: () => true,
};
