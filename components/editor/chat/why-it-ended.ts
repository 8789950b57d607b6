import type { FlowDocument } from "#lib/flow/document.ts";
import { definitionOf, portsOf } from "#lib/nodes/catalog.ts";
import type { StepView } from "#lib/runs/events.ts";
import type { RunOverlay } from "../store/contract.ts";

/** Where a run came to its end, and why there. */
export type Ending = {
  nodeId: string;
  name: string;
  /** The outlet that leads nowhere, as its port is called; null when the step failed. */
  outlet: string | null;
  /** What went wrong, in a sentence. */
  error: string | null;
};

/**
 * Why nothing follows in a conversation: where its run ended, when the flow does not say itself that
 * this is the end. Null while the run goes on or waits, and at a step that is meant to end it.
 */
export function whyItEnded(
  document: FlowDocument,
  { run, steps }: Pick<RunOverlay, "steps"> & { run: Pick<RunOverlay["run"], "state"> },
): Ending | null {
  if (run.state !== "succeeded" && run.state !== "failed") return null;
  const failed = run.state === "failed";
  const last = steps
    .filter((step) => (failed ? step.error !== null : step.port !== null))
    .reduce<StepView | undefined>(
      (best, step) => (best === undefined || step.seq >= best.seq ? step : best),
      undefined,
    );
  const node = document.nodes.find(({ id }) => id === last?.nodeId);
  const definition = node && definitionOf(node.type);
  if (last === undefined || node === undefined || definition === undefined) return null;
  const at = { nodeId: node.id, name: node.name };
  if (failed) return { ...at, outlet: null, error: last.error?.message ?? null };
  const port = portsOf(definition, node.config, node).find(({ id }) => id === last.port);
  const leadsOn = document.edges.some(
    ({ source, sourcePort }) => source === node.id && sourcePort === last.port,
  );
  return port === undefined || leadsOn ? null : { ...at, outlet: port.label, error: null };
}
