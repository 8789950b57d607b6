import type { Execute } from "../contract.ts";
import { parseJsonText } from "../json-text.ts";
import type { ManualTriggerConfig } from "./definition.ts";

/**
 * Hands on what the run was started with, or else the input from its settings.
 *
 * @throws UserError `invalid_json` when those are no JSON
 */
export const execute: Execute<ManualTriggerConfig> = async ({ config, input }) => {
  if (input !== null) return { kind: "done", output: input };
  const blank = config.input.trim() === "";
  return { kind: "done", output: blank ? {} : parseJsonText(config.input, "The input") };
};
