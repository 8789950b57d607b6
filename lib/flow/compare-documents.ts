import { canonicalJson } from "./canonical.ts";
import type { FlowDocument, FlowEdge, FlowNode, FlowNote, FlowVariable } from "./document.ts";
import type { Json } from "./json.ts";

/** One thing in both versions; null where a version lacks it. */
export type Pair<T> = { here: T | null; there: T | null };

export type DocumentDifference = {
  /** Only in the first. */
  onlyHere: FlowNode[];
  /** Only in the second. */
  onlyThere: FlowNode[];
  /** In both, with other settings; places alone don't count. */
  changed: { here: FlowNode; there: FlowNode }[];
  /** In both, the same but for their place. */
  moved: FlowNode[];
  /** Lines that lead from one outlet to one step in one version alone. */
  lines: { onlyHere: FlowEdge[]; onlyThere: FlowEdge[] };
  notes: Pair<FlowNote>[];
  variables: Pair<FlowVariable>[];
  /** The flow's own settings differ. */
  settings: boolean;
};

/** How two versions of a flow differ, part by part. */
export function compareDocuments(here: FlowDocument, there: FlowDocument): DocumentDifference {
  const nodes = pairs(here.nodes, there.nodes, ({ id }) => id);
  const both = nodes.flatMap(({ here: a, there: b }) =>
    a === null || b === null ? [] : [{ here: a, there: b }],
  );
  const isChanged = ({ here: a, there: b }: { here: FlowNode; there: FlowNode }) =>
    differs({ ...a, position: null }, { ...b, position: null });
  const ends = ({ source, sourcePort, target }: FlowEdge) => `${source} ${sourcePort} ${target}`;
  const lines = pairs(here.edges, there.edges, ends);
  return {
    onlyHere: nodes.flatMap(({ here: a, there: b }) => (a !== null && b === null ? [a] : [])),
    onlyThere: nodes.flatMap(({ here: a, there: b }) => (b !== null && a === null ? [b] : [])),
    changed: both.filter(isChanged),
    moved: both
      .filter((pair) => !isChanged(pair) && differs(pair.here.position, pair.there.position))
      .map(({ here: node }) => node),
    lines: {
      onlyHere: lines.flatMap(({ here: a, there: b }) => (a !== null && b === null ? [a] : [])),
      onlyThere: lines.flatMap(({ here: a, there: b }) => (b !== null && a === null ? [b] : [])),
    },
    notes: pairs(here.notes, there.notes, ({ id }) => id).filter(isDifferent),
    variables: pairs(here.variables, there.variables, ({ name }) => name).filter(isDifferent),
    settings: differs(here.settings, there.settings),
  };
}

function pairs<T>(here: readonly T[], there: readonly T[], keyOf: (item: T) => string): Pair<T>[] {
  const own = new Set(here.map(keyOf));
  const others = new Map(there.map((item) => [keyOf(item), item]));
  return [
    ...here.map((item) => ({ here: item, there: others.get(keyOf(item)) ?? null })),
    ...there.flatMap((item) => (own.has(keyOf(item)) ? [] : [{ here: null, there: item }])),
  ];
}

const isDifferent = ({ here, there }: Pair<Json>) => differs(here, there);

function differs(a: Json, b: Json): boolean {
  return canonicalJson(a) !== canonicalJson(b);
}
