import { renameReference } from "#lib/template/references.ts";
import type { FlowDocument } from "../document.ts";
import { mapText } from "../map-text.ts";
import { freshNodeKey } from "../node-key.ts";

/**
 * Renames a node. Its key follows its name, and every template that used the old key uses the new
 * one. The same document when the name is empty or already so.
 */
export function renameNode(document: FlowDocument, nodeId: string, name: string): FlowDocument {
  const node = document.nodes.find(({ id }) => id === nodeId);
  const trimmed = name.trim().slice(0, 80).trim();
  if (node === undefined || trimmed === "" || trimmed === node.name) return document;
  const taken = new Set(document.nodes.filter((other) => other !== node).map(({ key }) => key));
  const key = freshNodeKey(trimmed, taken);
  const rename = (text: string) => renameReference(text, node.key, key);
  return {
    ...document,
    nodes: document.nodes.map((other) => {
      const config = key === node.key ? other.config : mapText(other.config, rename);
      if (other.id === nodeId) return { ...other, config, name: trimmed, key };
      return config === other.config ? other : { ...other, config };
    }),
  };
}
