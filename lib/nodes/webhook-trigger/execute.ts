import type { Execute } from "../contract.ts";
import type { WebhookTriggerConfig } from "./definition.ts";

/** Hands on the request. */
export const execute: Execute<WebhookTriggerConfig> = async ({ input }) => ({
  kind: "done",
  output: input,
});
