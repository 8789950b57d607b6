import { formatDuration } from "#components/ui/duration.ts";
import type { RunView } from "#lib/runs/events.ts";

/** Between its steps a run also takes a moment to be written down; less than this is no waiting. */
const leastWaitingMs = 1_000;

/**
 * How long a run took: “12.0 s, of which waiting 9.0 s”. Waiting is whatever time nothing was done for
 * it: for an answer, a date, another flow, or its turn in the queue. Until it has ended, the time that
 * its steps took so far.
 */
export function describeDuration({
  startedAt,
  finishedAt,
  durationMs,
}: Pick<RunView, "startedAt" | "finishedAt" | "durationMs">): string {
  if (finishedAt === null) return formatDuration(durationMs);
  const totalMs = Date.parse(finishedAt) - Date.parse(startedAt);
  const waitingMs = totalMs - durationMs;
  if (waitingMs < leastWaitingMs) return formatDuration(durationMs);
  return `${formatDuration(totalMs)}, of which waiting ${formatDuration(waitingMs)}`;
}
