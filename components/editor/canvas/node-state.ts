import { formatDuration } from "#components/ui/duration.ts";
import type { FlowNode } from "#lib/flow/document.ts";
import type { Problem } from "#lib/flow/problem.ts";
import { definitionOf } from "#lib/nodes/catalog.ts";
import type { StepView } from "#lib/runs/events.ts";
import { counted } from "#lib/words/counted.ts";
import { isUncertain } from "../run/is-uncertain.ts";
import type { NodeSteps } from "../store/run-index.ts";

export type NodeState = {
  kind:
    | "ok"
    | "setup"
    | "running"
    | "succeeded"
    | "failed"
    | "waiting"
    | "skipped"
    | "pinned"
    | "disabled";
  label: string;
};

/** What a card says about its node: first what a run did with it, then what it needs. */
export function nodeState(
  node: Pick<FlowNode, "disabled" | "pinned">,
  steps: NodeSteps | undefined,
  problems: readonly Problem[],
): NodeState {
  if (steps !== undefined) return stepState(steps.last, steps.count);
  if (node.disabled) return { kind: "disabled", label: "Disabled" };
  if (problems.some(({ severity }) => severity === "error")) {
    return { kind: "setup", label: "Needs setup" };
  }
  if (node.pinned !== null) return { kind: "pinned", label: "Pinned" };
  return { kind: "ok", label: "Ready" };
}

function stepState(step: StepView, count: number): NodeState {
  const times = count > 1 ? `, ${counted(count, "time")}` : "";
  switch (step.state) {
    case "started":
      return { kind: "running", label: "Running" };
    case "waiting":
      if (step.error !== null) return { kind: "waiting", label: "Waiting to try again" };
      return {
        kind: "waiting",
        label:
          definitionOf(step.nodeType)?.category === "conversation"
            ? "Waiting for a reply"
            : "Waiting",
      };
    case "looping":
      return { kind: "running", label: "Going through its items" };
    case "failed":
      if (isUncertain(step.error)) return { kind: "waiting", label: "Uncertain: look into it" };
      return { kind: "failed", label: `Failed after ${formatDuration(step.durationMs)}` };
    case "skipped":
      return { kind: "skipped", label: "Skipped" };
    case "pinned":
      return { kind: "pinned", label: `Used pinned data${times}` };
    case "succeeded":
      return { kind: "succeeded", label: `Ran in ${formatDuration(step.durationMs)}${times}` };
  }
}
