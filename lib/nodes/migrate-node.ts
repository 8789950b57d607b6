import { UserError } from "#lib/errors/user-error.ts";
import type { FlowNode } from "#lib/flow/document.ts";
import { definitionOf } from "./catalog.ts";
import type { NodeDefinition } from "./contract.ts";

/**
 * A stored node with its settings in the shape that its definition has today. Returns the same
 * object when there is nothing to lift, and nodes of unknown types as they are: the linter names
 * them, and their settings are not lost.
 *
 * @throws UserError `invalid_document` when a newer Patchbay saved the node.
 */
export function migrateNode(
  node: FlowNode,
  definition: NodeDefinition | undefined = definitionOf(node.type),
): FlowNode {
  if (definition === undefined || node.version === definition.version) return node;
  if (node.version > definition.version) {
    throw new UserError(
      "invalid_document",
      `“${node.name}” was saved by a newer version of Patchbay.`,
      { next: "Upgrade Patchbay, or take the step out of the flow." },
    );
  }
  const steps = definition.migrate.slice(node.version - 1, definition.version - 1);
  const config = steps.reduce((settings, lift) => lift(settings), node.config);
  return { ...node, version: definition.version, config };
}
