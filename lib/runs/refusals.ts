import { EngineError } from "#lib/errors/engine-error.ts";
import { UserError } from "#lib/errors/user-error.ts";

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

/** What whoever waits for a run hears that somebody ended. */
export function runCanceled(): UserError {
  return new UserError("run_canceled", "The run was cancelled.");
}

/** Why a test has ended whose page was closed. */
export function testUnwatched(): UserError {
  return new UserError("run_canceled", "The test was stopped: nobody was watching it any more.", {
    next: "Start it again, and keep the page open.",
  });
}

/** What whoever delivers an event again hears, where the first delivery has begun the run. */
export function duplicateEvent(): UserError {
  return new UserError("duplicate_event", "This event has been delivered before.", {
    next: "Nothing has to be done: its run has begun.",
  });
}
