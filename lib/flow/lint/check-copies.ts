import type { Problem } from "../problem.ts";
import { type LintContext, problem } from "./context.ts";

/** Copies of an operation's description that the system has changed or dropped meanwhile. */
export function checkCopies({ known, operations }: LintContext): Problem[] {
  if (operations.length === 0) return [];
  return [...known.values()].flatMap(({ node, definition }) => {
    if (node.disabled) return [];
    return (definition.copies?.(node.config) ?? []).flatMap(
      ({ field, systemId, key, hash, name }) => {
        const now = operations.find((one) => one.systemId === systemId && one.key === key);
        if (now === undefined || now.hash === hash) return [];
        const message =
          now.hash === null
            ? `The system of “${node.name}” no longer describes “${name}”. The step calls it as long as the system answers.`
            : `The system of “${node.name}” describes “${name}” differently by now. Take the new description in the step's settings.`;
        return [problem("warning", "operation_changed", message, { nodeId: node.id, field })];
      },
    );
  });
}
