import type { FlowNode } from "../document.ts";
import type { Problem } from "../problem.ts";
import { wantedConnection } from "../wanted-connection.ts";
import { type LintContext, type LintDefinition, problem } from "./context.ts";

/** A node's connections: chosen when required, still there, and of a kind the node can use. */
export function checkConnections({ known, connections }: LintContext): Problem[] {
  const problems: Problem[] = [];
  for (const { node, definition } of known.values()) {
    const wanted = wantedConnection(definition, node.config);
    if (wanted === undefined || node.disabled) continue;
    if (node.connectionId === null && wanted.required) {
      const message = `“${node.name}” needs a connection.`;
      const at = { nodeId: node.id, field: "connectionId" };
      problems.push(problem("error", "connection_missing", message, at));
    }
    for (const field of ["connectionId", "backupConnectionId"] as const)
      problems.push(...checkChosen(node, field, wanted.kinds, connections));
    problems.push(...checkAddresses(node, definition, connections));
  }
  return problems;
}

/** Addresses without templates that the connection which goes there may not be sent to. */
function checkAddresses(
  node: FlowNode,
  definition: LintDefinition,
  connections: LintContext["connections"],
): Problem[] {
  const { connectionId, backupConnectionId, config } = node;
  const backup = definition.backup?.(config);
  const ways = [
    { field: "url", id: connectionId, url: config.url, what: "address" },
    {
      ...{ field: "backupUrl", id: backupConnectionId ?? connectionId },
      ...{ url: (backup ?? (backupConnectionId ? config : {})).url, what: "backup" },
    },
  ];
  return ways.flatMap(({ field, id, url, what }) => {
    const address = typeof url === "string" && !url.includes("{{") ? URL.parse(url.trim()) : null;
    const connection = connections?.find((one) => one.id === id);
    if (address === null || connection?.reaches?.(address) !== false) return [];
    const message = `The ${what} of “${node.name}” is at ${address.host}, where its connection may not be sent: it fails in every run. Ask an admin to add the host, or choose another connection.`;
    return [problem("warning", "connection_not_allowed", message, { nodeId: node.id, field })];
  });
}

const called = { connectionId: "connection", backupConnectionId: "backup connection" };

function checkChosen(
  node: FlowNode,
  field: keyof typeof called,
  kinds: readonly string[],
  connections: LintContext["connections"],
): Problem[] {
  const id = node[field];
  if (id === null || connections === undefined) return [];
  const at = { nodeId: node.id, field };
  const chosen = connections.find((connection) => connection.id === id);
  if (chosen === undefined) {
    const message = `The ${called[field]} of “${node.name}” no longer exists. Choose another one.`;
    return [problem("error", "connection_missing", message, at)];
  }
  if (kinds.includes(chosen.kind)) {
    if (chosen.allows?.(node.type) !== false) return [];
    const message = `“${node.name}” may not use the ${called[field]} that is chosen: an admin has limited it to other flows or steps.`;
    return [problem("error", "connection_not_allowed", message, at)];
  }
  const message = `“${node.name}” cannot use the ${called[field]} that is chosen. Choose another one.`;
  return [problem("error", "connection_wrong_kind", message, at)];
}
