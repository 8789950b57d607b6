import { renameReference } from "#lib/template/references.ts";
import type { FlowDocument, FlowNode } from "../document.ts";
import { mapText } from "../map-text.ts";

/**
 * What a step of `before` is in `after` when nothing has happened to it but that steps were renamed:
 * its templates name them by their new keys. The same step when none was.
 */
export function followRenames(
  before: Pick<FlowDocument, "nodes">,
  after: Pick<FlowDocument, "nodes">,
): (node: FlowNode) => FlowNode {
  const keys = new Map(after.nodes.map(({ id, key }) => [id, key]));
  const renamed = before.nodes.flatMap(({ id, key: from }) => {
    const to = keys.get(id);
    return to === undefined || to === from ? [] : [{ from, to }];
  });
  if (renamed.length === 0) return (node) => node;
  // By way of names that no step has: two steps may have swapped theirs.
  const steps = [
    ...renamed.map(({ from }, index) => ({ from, to: `renamed__${index}` })),
    ...renamed.map(({ to }, index) => ({ from: `renamed__${index}`, to })),
  ];
  const rename = (text: string) =>
    steps.reduce((current, { from, to }) => renameReference(current, from, to), text);
  return (node) => ({ ...node, config: mapText(node.config, rename) });
}
