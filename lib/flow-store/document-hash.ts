import { createHash } from "node:crypto";
import { canonicalJson } from "#lib/flow/canonical.ts";
import type { FlowDocument } from "#lib/flow/document.ts";

/** SHA-256 of the canonical JSON, hex: equal documents have equal hashes, whatever their key order. */
export function documentHash(document: FlowDocument): string {
  return createHash("sha256").update(canonicalJson(document)).digest("hex");
}
