import type { Execute } from "../contract.ts";
import type { ErrorTriggerConfig } from "./definition.ts";

/** Hands on the run that has failed. */
export const execute: Execute<ErrorTriggerConfig> = async ({ input }) => ({
  kind: "done",
  output: input,
});
