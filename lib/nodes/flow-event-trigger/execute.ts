import type { Execute } from "../contract.ts";
import type { FlowEventTriggerConfig } from "./definition.ts";

/** Hands on the run that has ended. */
export const execute: Execute<FlowEventTriggerConfig> = async ({ input }) => ({
  kind: "done",
  output: input,
});
