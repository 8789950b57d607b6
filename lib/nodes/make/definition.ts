import { defineHook } from "../hook-sender/define-hook.ts";
import { product } from "./product.ts";
import { scenarioConfig, scenarioFields } from "./scenario.ts";

export const definition = defineHook(product, {
  label: "Make.com",
  summary: "Sends data to a Make scenario, and can use its answer.",
  keywords: ["make", "integromat", "scenario", "hook", "webhook", "automation", "workflow"],
  icon: "M4 19L8 5 M10 19l4-14 M17 5h3v14h-3z",
  own: {
    config: scenarioConfig,
    defaults: { team: "", hookId: "" },
    fields: scenarioFields,
    output: {},
    sample: {},
  },
  sampleBody: { status: "qualified", owner: "Ada" },
});
