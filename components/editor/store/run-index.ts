import type { StepView } from "#lib/runs/events.ts";

/** What a node's steps come to: the newest, and how many there are. */
export type NodeSteps = { last: StepView; count: number };

/** What is looked up in a run's steps; see `runIndex`. */
export type RunIndex = {
  /** Where each activation stands in the list. */
  at: Map<string, number>;
  ofNode: ReadonlyMap<string, NodeSteps>;
  /** The ways that were gone: node, outlet, next node, as `wayKey` writes them. */
  ways: ReadonlySet<string>;
};

const indexes = new WeakMap<readonly StepView[], RunIndex>();

/**
 * The index of a run's steps, made once for each list. A list that `withSteps` returns brings its own,
 * so that following a run costs what is new in it, not all it has come to.
 */
export function runIndex(steps: readonly StepView[]): RunIndex {
  const known = indexes.get(steps);
  if (known !== undefined) return known;
  const made = addTo({ at: new Map(), ofNode: new Map(), ways: new Set() }, [], steps).index;
  indexes.set(steps, made);
  return made;
}

/** A run's steps after more was heard of them: new ones at the end, known ones in their place. */
export function withSteps(steps: StepView[], heard: readonly StepView[]): StepView[] {
  if (heard.length === 0) return steps;
  const { index, list } = addTo(runIndex(steps), [...steps], heard);
  // It goes on with the new list; should anybody ask, the old one gets another.
  indexes.delete(steps);
  indexes.set(list, index);
  return list;
}

/** How a way is written in the index. */
export function wayKey(from: string, port: string, to: string): string {
  return `${from}/${port}/${to}`;
}

/** Takes steps into a list and its index; `index.at` is the same map before and after. */
function addTo(
  { at, ofNode, ways }: RunIndex,
  list: StepView[],
  heard: readonly StepView[],
): { index: RunIndex; list: StepView[] } {
  const nodes = new Map(ofNode);
  const gone = new Set(ways);
  for (const step of heard) {
    const place = at.get(step.activationId);
    if (place === undefined) at.set(step.activationId, list.push(step) - 1);
    else list[place] = step;
    const of = nodes.get(step.nodeId);
    nodes.set(step.nodeId, {
      last: of === undefined || of.last.seq <= step.seq ? step : of.last,
      count: (of?.count ?? 0) + (place === undefined ? 1 : 0),
    });
  }
  for (const step of heard) {
    for (const parentId of step.parents) {
      const parent = list[at.get(parentId) ?? -1];
      if (parent === undefined) continue;
      for (const port of [parent.port, parent.early?.port]) {
        if (port) gone.add(wayKey(parent.nodeId, port, step.nodeId));
      }
    }
  }
  return { index: { at, ofNode: nodes, ways: gone }, list };
}
