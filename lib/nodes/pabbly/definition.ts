import { z } from "zod";
import { defineHook } from "../hook-sender/define-hook.ts";
import { product } from "./product.ts";
import { routesConfig, routesFields } from "./routes.ts";

export const definition = defineHook(product, {
  label: "Pabbly",
  summary: "Sends data to a Pabbly Connect workflow, by rules to different ones.",
  keywords: ["pabbly", "connect", "workflow", "hook", "webhook", "automation", "route"],
  icon: "M7 21V4h6a5 5 0 0 1 0 10H7 M11 8h2a1 1 0 0 1 0 2h-2z",
  sampleBody: { status: "success", message: "Response Accepted" },
  own: {
    config: routesConfig,
    defaults: { workflowId: "", routes: [] },
    fields: routesFields,
    sample: { workflowId: "1234567", hook: "" },
    output: {
      workflowId: z.string().optional().describe("the workflow that got the data"),
      hook: z.string().optional().describe("the hook's name; empty for the connection's own"),
    },
  },
});
