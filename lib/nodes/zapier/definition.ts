import { defineHook } from "../hook-sender/define-hook.ts";
import { product } from "./product.ts";

export const definition = defineHook(product, {
  label: "Zapier",
  summary: "Sends data to a Zap, which works with thousands of apps.",
  keywords: ["zap", "hook", "webhook", "automation", "apps", "workflow", "connect"],
  icon: "M12 3v18 M3 12h18 M5.6 5.6l12.8 12.8 M18.4 5.6L5.6 18.4",
  sampleBody: { status: "success", id: "018f3f6e", attempt: "018f3f6e" },
});
