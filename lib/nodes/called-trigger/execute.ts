import type { Execute } from "../contract.ts";
import type { CalledTriggerConfig } from "./definition.ts";

/** Hands on what the calling flow passed, and which run called. */
export const execute: Execute<CalledTriggerConfig> = async ({ input }) => {
  const called = typeof input === "object" && input !== null && !Array.isArray(input) ? input : {};
  return {
    kind: "done",
    output: { input: called.input ?? {}, calledBy: called.calledBy ?? null },
  };
};
