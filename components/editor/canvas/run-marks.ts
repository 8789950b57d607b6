import type { FlowDocument } from "#lib/flow/document.ts";
import type { StepView } from "#lib/runs/events.ts";
import type { RunOverlay } from "../store/contract.ts";

type Marks = { stepsOf: ReadonlyMap<string, readonly StepView[]>; takenEdges: ReadonlySet<string> };

const none: Marks = { stepsOf: new Map(), takenEdges: new Set() };
const known = new WeakMap<RunOverlay, { edges: FlowDocument["edges"]; marks: Marks }>();

/**
 * What a run left on the canvas: the steps of each node in order, and the edges it went along.
 * Computed once for each state of the run, however many cards ask.
 */
export function runMarks(overlay: RunOverlay | null, document: FlowDocument): Marks {
  if (overlay === null) return none;
  const held = known.get(overlay);
  if (held?.edges === document.edges) return held.marks;
  const marks = computeMarks(overlay, document);
  known.set(overlay, { edges: document.edges, marks });
  return marks;
}

function computeMarks({ steps }: RunOverlay, document: FlowDocument): Marks {
  const byActivation = new Map(steps.map((step) => [step.activationId, step]));
  const walked = new Set<string>();
  for (const step of steps) {
    for (const parentId of step.parents) {
      const parent = byActivation.get(parentId);
      if (parent) walked.add(`${parent.nodeId}/${parent.port}/${step.nodeId}`);
    }
  }
  const taken = document.edges.filter(({ source, sourcePort, target }) =>
    walked.has(`${source}/${sourcePort}/${target}`),
  );
  return {
    stepsOf: Map.groupBy(
      steps.toSorted((a, b) => a.seq - b.seq),
      ({ nodeId }) => nodeId,
    ),
    takenEdges: new Set(taken.map(({ id }) => id)),
  };
}
