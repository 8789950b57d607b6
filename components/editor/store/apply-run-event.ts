import type { RunEvent, StepView } from "#lib/runs/events.ts";
import type { EditorState, RunOverlay } from "./contract.ts";

type Slice = Pick<EditorState, "overlay" | "latestSteps">;

/** What the canvas shows of a run, after one more thing happened in it. */
export function applyRunEvent(state: Slice, event: RunEvent): Slice {
  if (event.type === "run") {
    const overlay = { run: event.run, steps: event.steps };
    return { overlay, latestSteps: withOutputs(state.latestSteps, event.steps) };
  }
  if (state.overlay === null) return state;
  if (event.type === "finished") {
    return { ...state, overlay: { ...state.overlay, run: event.run } };
  }
  return {
    overlay: withStep(state.overlay, event.step),
    latestSteps: withOutputs(state.latestSteps, [event.step]),
  };
}

function withStep(overlay: RunOverlay, step: StepView): RunOverlay {
  const at = overlay.steps.findIndex((known) => known.activationId === step.activationId);
  const steps = at === -1 ? [...overlay.steps, step] : overlay.steps.with(at, step);
  return { ...overlay, steps };
}

/** The newest result of each node; steps that have none yet leave the earlier one. */
export function withOutputs(
  latest: EditorState["latestSteps"],
  steps: readonly StepView[],
): EditorState["latestSteps"] {
  const finished = steps.filter(({ state }) => state === "succeeded" || state === "pinned");
  if (finished.length === 0) return latest;
  return { ...latest, ...Object.fromEntries(finished.map((step) => [step.nodeId, step])) };
}
