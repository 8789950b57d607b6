import type { EndedRun } from "#lib/db/run-listeners/run-endings.ts";
import type { Json } from "#lib/flow/json.ts";
import type { RunEndedPayload } from "./contract.ts";

/** What a listening flow is told of a run. */
export function endedPayload(run: EndedRun): RunEndedPayload {
  return {
    run: {
      id: run.id,
      state: run.state,
      error: errorOf(run.error),
      // A JSON column, as the driver parsed it.
      result: (run.result ?? null) as Json,
      durationMs: run.durationMs,
      startedAt: run.startedAt.toISOString(),
      triggerKind: run.triggerKind,
    },
    flow: { id: run.flowId, name: run.flowName },
  };
}

function errorOf(stored: unknown): RunEndedPayload["run"]["error"] {
  if (typeof stored !== "object" || stored === null) return null;
  const code = "code" in stored && typeof stored.code === "string" ? stored.code : "internal";
  const message =
    "message" in stored && typeof stored.message === "string" ? stored.message : "The run failed.";
  return { code, message };
}
