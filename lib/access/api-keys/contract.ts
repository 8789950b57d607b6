import { z } from "zod";
import type { Actor, Caller } from "../contract.ts";
import { type Scope, scopeNames } from "./scopes.ts";

export const newApiKeyInput = z.strictObject({
  name: z.string().trim().min(1, "Give the key a name.").max(80, "Use at most 80 characters."),
  scopes: z.array(z.enum(scopeNames)).min(1, "Choose at least one thing the key may do.").max(20),
  /** Days from now; null: it never ends. */
  days: z.union([z.literal(30), z.literal(90), z.literal(365), z.null()]),
});
export type NewApiKey = z.infer<typeof newApiKeyInput>;

export type ApiKeyInfo = {
  id: string;
  name: string;
  /** The start of the key. */
  prefix: string;
  scopes: Scope[];
  createdBy: { id: string; name: string };
  createdAt: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
  /** dormant: whoever made it is no longer in the workspace. */
  state: "active" | "expired" | "dormant";
};

export type ApiKeyService = {
  /** The actor's own keys; an admin's list holds everybody's. Revoked ones are left out. */
  list(actor: Actor): Promise<ApiKeyInfo[]>;
  /** The key itself is returned here and never again. Throws `not_permitted` for scopes beyond the role. */
  create(actor: Actor, input: NewApiKey): Promise<{ id: string; key: string }>;
  /** Takes effect at once in this process, within seconds in others. Throws `not_found`. */
  revoke(actor: Actor, id: string): Promise<void>;
  /**
   * Who comes with a key: its maker, with the role that they have now and the key's scopes. Null for a
   * key that is none, has ended, was revoked, or whose maker has left.
   */
  actorOf(key: string, caller: Caller): Promise<{ keyId: string; actor: Actor } | null>;
};
