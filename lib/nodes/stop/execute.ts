import { UserError } from "#lib/errors/user-error.ts";
import { clip } from "../clip.ts";
import type { Execute } from "../contract.ts";
import { checkJsonText, parseJsonText } from "../json-text.ts";
import type { StopConfig } from "./definition.ts";

/**
 * Ends the whole run: with a result, or as failed.
 *
 * @throws UserError `stopped_by_flow` with the author's message, `invalid_json`
 */
export const execute: Execute<StopConfig> = async ({ config, offload }) => {
  if (config.outcome === "failure") {
    const message =
      clip(config.message.trim(), 2_000) || "The flow stopped here, without a reason.";
    throw new UserError("stopped_by_flow", message, {
      next: "The flow’s author made it stop in this case: look at the step before.",
    });
  }
  if (config.resultType === "none") return { kind: "done", output: null, stop: true };
  if (config.resultType === "text") {
    return { kind: "done", output: config.resultText, stop: true };
  }
  if (config.resultJson.trim() === "") return { kind: "done", output: null, stop: true };
  await checkJsonText(config.resultJson, "The result", offload);
  return { kind: "done", output: parseJsonText(config.resultJson, "The result"), stop: true };
};
