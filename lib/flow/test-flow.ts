import { type FlowDocument, type FlowNode, flowDocument } from "./document.ts";
import type { JsonObject } from "./json.ts";

/** A node for tests, whose id, key and name are one word. */
export function nodeOf(id: string, type = "set-variables", config: JsonObject = {}): FlowNode {
  return {
    id,
    type,
    version: 1,
    name: id,
    key: id,
    position: { x: 0, y: 0 },
    config,
    connectionId: null,
    backupConnectionId: null,
    disabled: false,
    timeoutMs: null,
    retries: null,
    retryPauseMs: null,
    slowAfterMs: null,
    whenCutOff: "stop",
    fallback: null,
    pinned: null,
  };
}

/** A document for tests; edges as `[source, port, target]`, with ids `e0`, `e1`, …. */
export function flowOf(input: {
  nodes: FlowNode[];
  edges?: [string, string, string][];
  variables?: string[];
}): FlowDocument {
  const edges = (input.edges ?? []).map(([source, sourcePort, target], index) => ({
    id: `e${index}`,
    source,
    sourcePort,
    target,
  }));
  const defaults = flowDocument.parse({ schemaVersion: 1, nodes: [], edges: [] });
  const variables = (input.variables ?? []).map((name) => ({
    name,
    description: "",
    initial: null,
  }));
  return { ...defaults, nodes: input.nodes, edges, variables };
}
