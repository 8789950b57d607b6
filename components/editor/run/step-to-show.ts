import type { RunView, StepView } from "#lib/runs/events.ts";

/**
 * Which step a run opens with: where it failed, if it did, else the newest. A failure that the flow
 * has dealt with is not where it ended. `steps` are in order.
 */
export function stepToShow(
  run: Pick<RunView, "state"> | undefined,
  steps: readonly StepView[],
): StepView | undefined {
  const failed =
    run?.state === "failed" ? steps.findLast(({ state }) => state === "failed") : undefined;
  return failed ?? steps.at(-1);
}
