import type { VariableGroup } from "#components/fields/variables/variable-group.ts";
import type { FlowNode } from "#lib/flow/document.ts";
import { definitionOf } from "#lib/nodes/catalog.ts";

/** What chips and the picker call what only a step itself knows. */
export const localTitles: { [root: string]: string } = {
  batch: "Item of this call",
  found: "Record that was found",
  sync: "Last position",
};

/** What only the step itself comes to know, as a sample. */
export function localGroups(node: FlowNode | undefined): VariableGroup[] {
  const locals = node && definitionOf(node.type)?.locals?.(node.config);
  return Object.entries(locals ?? {}).map(([root, value]) => ({
    ...{ root, title: localTitles[root] ?? root, tone: "integration", value, source: "sample" },
  }));
}
