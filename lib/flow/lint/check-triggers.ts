import type { Problem } from "../problem.ts";
import { type LintContext, problem } from "./context.ts";

/** A flow needs something that starts it, and what speaks to a visitor needs a conversation. */
export function checkTriggers({ known, reached }: LintContext): Problem[] {
  const nodes = [...known.values()];
  const triggers = nodes.filter(
    ({ node, definition }) => definition.trigger !== undefined && !node.disabled,
  );
  if (triggers.length === 0) {
    return [
      problem("error", "no_trigger", "Nothing starts this flow. Add a trigger from the palette."),
    ];
  }
  if (triggers.some(({ definition }) => definition.trigger === "chat")) return [];
  return nodes
    .filter(
      ({ node, definition }) => definition.needsChat && !node.disabled && reached.has(node.id),
    )
    .map(({ node, definition }) =>
      problem(
        "error",
        "needs_chat",
        `“${node.name}” speaks to a visitor, but no chat trigger starts this flow. Add a Chat message trigger, or remove ${definition.label}.`,
        { nodeId: node.id },
      ),
    );
}
