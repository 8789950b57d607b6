import type { RunMetrics } from "#lib/operations/run-metrics.ts";

/** Tells several listeners at once. */
export function joinMetrics(...all: readonly RunMetrics[]): RunMetrics {
  const [only] = all;
  if (only !== undefined && all.length === 1) return only;
  return {
    accepted: (durationMs) => {
      for (const one of all) one.accepted(durationMs);
    },
    runEnded: (run) => {
      for (const one of all) one.runEnded(run);
    },
    stepEnded: (step) => {
      for (const one of all) one.stepEnded(step);
    },
    takenOver: () => {
      for (const one of all) one.takenOver();
    },
    journalFlushed: (batch) => {
      for (const one of all) one.journalFlushed(batch);
    },
  };
}
