import type { JsonObject } from "#lib/flow/json.ts";
import { httpKindIds } from "./http-kinds.ts";

/**
 * Whether flows may send a credential to any host. Not so a signing secret: it stays here, and of a
 * signature nothing can be learnt.
 */
export function goesAnywhere({ kind, settings }: { kind: string; settings: JsonObject }): boolean {
  return httpKindIds.includes(kind) && kind !== "signing-secret" && !settings.allowedHosts;
}
