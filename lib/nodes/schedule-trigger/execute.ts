import type { Execute } from "../contract.ts";
import type { ScheduleTriggerConfig } from "./definition.ts";

/** Hands on what was due. */
export const execute: Execute<ScheduleTriggerConfig> = async ({ input }) => ({
  kind: "done",
  output: input,
});
