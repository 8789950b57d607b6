import type { FlowDocument } from "./document.ts";
import type { Json } from "./json.ts";

/**
 * The one text for a document's content, whatever order its keys came in: what hashes and
 * comparisons of documents are made from.
 */
export function canonicalJson(document: FlowDocument | Json): string {
  return JSON.stringify(document, (_key, value: unknown) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
