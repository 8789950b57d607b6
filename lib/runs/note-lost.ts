import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import type { RunLog } from "./run-runtime.ts";

/** Why a run is no longer walked here, when that is as it should be: another process goes on with it. */
const handedOver: ReadonlySet<string> = new Set(["stale_fence", "database_unavailable"]);

/**
 * Writes down that the walk of a run has ended here without its result. One that goes on elsewhere
 * needs a line to be found by, and no stack; anything else is a fault.
 */
export function noteLost(
  log: Pick<RunLog, "info" | "warn">,
  error: unknown,
  facts: { runId: string; ownerId: string },
): void {
  if (isPatchbayError(error) && handedOver.has(error.code)) {
    log.info(
      { runId: facts.runId, from: facts.ownerId, code: error.code },
      "a run goes on elsewhere",
    );
    return;
  }
  log.warn({ err: error, ...facts }, "a run was lost");
}
