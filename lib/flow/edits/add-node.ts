import type { FlowDocument, FlowNode } from "../document.ts";
import { freshName } from "../fresh-name.ts";
import type { JsonObject } from "../json.ts";
import { newId } from "../new-id.ts";
import { freshNodeKey } from "../node-key.ts";

export type NewNode = {
  type: string;
  version: number;
  name: string;
  config: JsonObject;
  position: { x: number; y: number };
};

/** Adds a node under a name and key of its own. Returns the new document and node. */
export function addNode(
  document: FlowDocument,
  input: NewNode,
): { document: FlowDocument; node: FlowNode } {
  const name = freshName(input.name, new Set(document.nodes.map((node) => node.name)));
  const node: FlowNode = {
    id: newId("n"),
    type: input.type,
    version: input.version,
    name,
    key: freshNodeKey(name, new Set(document.nodes.map((other) => other.key))),
    position: input.position,
    config: structuredClone(input.config),
    connectionId: null,
    disabled: false,
    timeoutMs: null,
    retries: null,
    retryPauseMs: null,
    slowAfterMs: null,
    backupConnectionId: null,
    whenCutOff: "stop",
    fallback: null,
    pinned: null,
  };
  return { document: { ...document, nodes: [...document.nodes, node] }, node };
}
