import type { LinkState } from "./contract.ts";

type Link = { usedAt: Date | null; revokedAt?: Date | null; expiresAt: Date };

/** What has become of a link; null: there never was one. */
export function stateOfLink(link: Link | null, now: Date): LinkState {
  if (link === null) return "unknown";
  if (link.usedAt !== null) return "used";
  if (link.revokedAt) return "revoked";
  return link.expiresAt <= now ? "expired" : "open";
}
