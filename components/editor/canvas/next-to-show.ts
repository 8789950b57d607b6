import type { StepView } from "#lib/runs/events.ts";
import type { RunOverlay } from "../store/contract.ts";
import { runIndex } from "../store/run-index.ts";

/**
 * The node that a run has come to, unless it was shown before. A run that went well in one go is over
 * before anybody could follow it: then there is none.
 */
export function nextToShow(
  { run, steps }: Pick<RunOverlay, "steps"> & { run: Pick<RunOverlay["run"], "state"> },
  shown: ReadonlySet<string>,
): string | undefined {
  const wentWell = run.state === "succeeded" || run.state === "canceled";
  if (wentWell && shown.size === 0) return;
  let newest: StepView | undefined;
  for (const { last } of runIndex(steps).ofNode.values()) {
    if (newest === undefined || last.seq > newest.seq) newest = last;
  }
  return newest === undefined || shown.has(newest.nodeId) ? undefined : newest.nodeId;
}
