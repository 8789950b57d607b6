import { EngineError } from "#lib/errors/engine-error.ts";

/** How long whoever is refused for a pause had better wait, in ms. */
const pausedRetryMs = 60_000;

/** This process has lost its lease, so whatever it began others might take for left behind. */
export function notReady(): EngineError {
  return new EngineError(
    "not_ready",
    "Patchbay has lost touch with its database and cannot begin anything right now.",
    { next: "Try again in a moment.", retryAfterMs: 1_000 },
  );
}

/** An operator has paused the workspace's runs. */
export function runsPaused(): EngineError {
  return new EngineError("runs_paused", "The runs of this workspace are paused.", {
    next: "Try again later, or have an admin resume them on the Queue page.",
    retryAfterMs: pausedRetryMs,
  });
}
