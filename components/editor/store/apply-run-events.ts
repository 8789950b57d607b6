import type { RunEvent, StepView } from "#lib/runs/events.ts";
import type { EditorState, RunOverlay } from "./contract.ts";
import { withSteps } from "./run-index.ts";

type Slice = Pick<EditorState, "overlay" | "latestSteps">;

/** What the canvas shows of a run, after more happened in it; events come in their order. */
export function applyRunEvents(state: Slice, events: readonly RunEvent[]): Slice {
  let { overlay } = state;
  let heard: StepView[] = [];
  const finished: StepView[] = [];
  for (const event of events) {
    if (event.type === "run") {
      overlay = { run: event.run, steps: event.steps };
      heard = [];
      finished.push(...event.steps);
    } else if (overlay !== null && event.type === "finished") {
      overlay = { ...overlay, run: event.run };
    } else if (overlay !== null && event.type === "step") {
      heard.push(event.step);
      finished.push(event.step);
    }
  }
  return {
    overlay: overlay && withHeard(overlay, heard),
    latestSteps: withOutputs(state.latestSteps, finished),
  };
}

function withHeard(overlay: RunOverlay, heard: readonly StepView[]): RunOverlay {
  return heard.length === 0 ? overlay : { ...overlay, steps: withSteps(overlay.steps, heard) };
}

/** The newest result of each node; steps that have none yet leave the earlier one. */
export function withOutputs(
  latest: EditorState["latestSteps"],
  steps: readonly StepView[],
): EditorState["latestSteps"] {
  const newest = new Map<string, StepView>();
  for (const step of steps) {
    if (step.state === "succeeded" || step.state === "pinned") newest.set(step.nodeId, step);
  }
  return newest.size === 0 ? latest : { ...latest, ...Object.fromEntries(newest) };
}
