import { UserError } from "#lib/errors/user-error.ts";
import { isForbiddenKey, type JsonObject } from "#lib/flow/json.ts";
import type { Execute } from "../contract.ts";
import { expiryOf } from "../expiry.ts";
import { recognise } from "../recognise.ts";
import type { SubFlowConfig } from "./definition.ts";

/**
 * Runs another flow: waits for its result, or ends here and leaves the rest to it.
 *
 * @throws UserError `invalid_config` without a flow, `called_flow_failed` with what went wrong there,
 *   `invalid_value` when the time-out is not between a second and a year, `not_published`
 */
export const execute: Execute<SubFlowConfig> = async (context) => {
  const { config, resumed } = context;
  if (resumed?.kind === "run") {
    const { runId, state, output, error } = resumed.result;
    if (state === "succeeded") return { kind: "done", output: { result: output, runId } };
    const reason = error?.message ?? "It was cancelled.";
    throw new UserError("called_flow_failed", `The flow that was called failed: ${reason}`, {
      next: "Open its run to see which step failed.",
      details: { runId },
    });
  }
  if (resumed !== undefined)
    return { kind: "done", port: "timeout", output: { result: null, runId: "" } };
  if (config.flowId === "") {
    throw new UserError("invalid_config", "No flow was chosen to be called.", {
      next: "Pick one in the step's settings.",
    });
  }
  const call = {
    flowId: config.flowId,
    input: inputOf(config),
    inConversation: config.inConversation,
  };
  if (config.mode === "hand-over") {
    const { runId } = await context.startRun(call);
    return { kind: "done", output: { result: null, runId }, stop: true };
  }
  const expiry =
    config.giveUp === "after"
      ? { expiresAt: expiryOf(config.timeout, config.timeoutUnit, context.now()) }
      : {};
  return { kind: "wait", wait: { kind: "run", state: {}, call, ...expiry } };
};

function inputOf({ input }: SubFlowConfig): JsonObject {
  const values: JsonObject = {};
  for (const { name, type, value } of input) {
    const key = name.trim();
    if (key === "" || isForbiddenKey(key)) continue;
    values[key] = typeof value === "string" && type === "auto" ? recognise(value) : value;
  }
  return values;
}
