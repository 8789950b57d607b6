import type { FlowDocument } from "#lib/flow/document.ts";
import type { RunOverlay } from "../store/contract.ts";
import { type NodeSteps, runIndex, wayKey } from "../store/run-index.ts";

type Marks = { stepsOf: ReadonlyMap<string, NodeSteps>; takenEdges: ReadonlySet<string> };

const none: Marks = { stepsOf: new Map(), takenEdges: new Set() };
const known = new WeakMap<RunOverlay["steps"], { edges: FlowDocument["edges"]; marks: Marks }>();

/**
 * What a run left on the canvas: what became of each node, and the edges it went along. Computed once
 * for each state of the run, however many cards ask.
 */
export function runMarks(overlay: RunOverlay | null, { edges }: FlowDocument): Marks {
  if (overlay === null) return none;
  const held = known.get(overlay.steps);
  if (held?.edges === edges) return held.marks;
  const { ofNode, ways } = runIndex(overlay.steps);
  const taken = edges.filter(({ source, sourcePort, target }) =>
    ways.has(wayKey(source, sourcePort, target)),
  );
  const marks = { stepsOf: ofNode, takenEdges: new Set(taken.map(({ id }) => id)) };
  known.set(overlay.steps, { edges, marks });
  return marks;
}
