import type { Problem } from "../problem.ts";
import { type LintContext, problem } from "./context.ts";

/** A node's connection: chosen when required, still there, and of a kind the node can use. */
export function checkConnections({ known, connections }: LintContext): Problem[] {
  const problems: Problem[] = [];
  for (const { node, definition } of known.values()) {
    const wanted = definition.connection;
    if (wanted === undefined || node.disabled) continue;
    const at = { nodeId: node.id, field: "connectionId" };
    if (node.connectionId === null) {
      if (wanted.required) {
        problems.push(
          problem("error", "connection_missing", `“${node.name}” needs a connection.`, at),
        );
      }
      continue;
    }
    const chosen = connections?.find(({ id }) => id === node.connectionId);
    if (connections !== undefined && chosen === undefined) {
      const message = `The connection of “${node.name}” no longer exists. Choose another one.`;
      problems.push(problem("error", "connection_missing", message, at));
    } else if (chosen !== undefined && !wanted.kinds.includes(chosen.kind)) {
      const message = `“${node.name}” cannot use the connection that is chosen. Choose another one.`;
      problems.push(problem("error", "connection_wrong_kind", message, at));
    } else if (chosen?.allows?.(node.type) === false) {
      const message = `“${node.name}” may not use the connection that is chosen: an admin has limited it to other flows or steps.`;
      problems.push(problem("error", "connection_not_allowed", message, at));
    }
  }
  return problems;
}
