import type { Execute } from "../contract.ts";
import { expiryOf } from "../expiry.ts";
import type { WaitForCallbackConfig } from "./definition.ts";

/**
 * Opens `link` with a one-time address at once, and goes on by `done` with the request that came to
 * it, or by `timeout`. Every outlet's output holds the address as `url`.
 *
 * @throws UserError `invalid_value` when the time-out is not between a second and a year
 */
export const execute: Execute<WaitForCallbackConfig> = async (context) => {
  const { config, resumed } = context;
  if (resumed === undefined) {
    const url = context.callbackUrl();
    const expiresAt = expiryOf(config.timeout, config.timeoutUnit, context.now());
    return {
      kind: "wait",
      wait: { kind: "callback", state: { url }, expiresAt },
      early: { port: "link", output: { url } },
    };
  }
  const url = resumed.state.url ?? null;
  if (resumed.kind === "callback") {
    return { kind: "done", output: { url, ...resumed.request } };
  }
  return { kind: "done", port: "timeout", output: { url } };
};
