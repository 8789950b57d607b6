import type { Execute } from "../contract.ts";
import type { MergeConfig } from "./definition.ts";

/** The engine did the waiting; this hands on what arrived, by the key of the step it came from. */
export const execute: Execute<MergeConfig> = async ({ arrivals }) => ({
  kind: "done",
  output: arrivals,
});
