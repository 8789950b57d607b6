import type { HookProduct } from "../hook-sender/product.ts";
import { saysFailed } from "../hook-sender/says-failed.ts";

/** Zapier's “Webhooks by Zapier”, “Catch Hook”. It cannot answer with data of its own. */
export const product: HookProduct = {
  id: "zapier",
  name: "Zapier",
  starts: "Zap",
  inFull: "a Zap",
  // zapier.com/help, “Trigger Zaps from webhooks”: 10 MB for a catch hook.
  maxBytes: 10_000_000,
  explain: (answer) => saysFailed(answer, product),
  isReceipt: () => true,
};
