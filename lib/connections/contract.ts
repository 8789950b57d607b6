import type { Actor } from "#lib/access/contract.ts";
import type { JsonObject } from "#lib/flow/json.ts";
import type { ResolvedConnection } from "#lib/nodes/contract.ts";

/** What everybody in the workspace may know of a connection. */
export type ConnectionSummary = {
  id: string;
  name: string;
  kind: string;
  kindLabel: string;
  settings: JsonObject;
  /** Tells two secrets apart; at most the last 4 characters. */
  hint: string;
  /** `attention`: nothing can use it until somebody has seen to it. */
  state: "untested" | "ok" | "failing" | "attention";
  /** Why somebody has to look at it. */
  attention: { code: string; message: string; since: string } | null;
  /** When the credential ends, as far as anybody knows. */
  expiresAt: string | null;
  /** What an OAuth provider has granted; null until it has, and for every other kind. */
  oauth: { account: string; scopes: string[]; connectedAt: string } | null;
  lastTest: { ok: boolean; at: string; message: string; durationMs: number } | null;
  lastUsedAt: string | null;
  createdAt: string;
  usedBy: { flowId: string; flowName: string; nodes: number; live: boolean }[];
};

export type ConnectionInput = {
  name: string;
  kind: string;
  /** Non-secret and secret values by field key, as the kind's form has them. */
  values: { [key: string]: string };
};

export type ConnectionStore = {
  list(actor: Actor): Promise<ConnectionSummary[]>;
  create(actor: Actor, input: ConnectionInput): Promise<ConnectionSummary>;
  /** Secrets that are left out stay as they are; so do required ones that are empty. */
  update(
    actor: Actor,
    connectionId: string,
    input: Partial<Omit<ConnectionInput, "kind">>,
  ): Promise<ConnectionSummary>;
  remove(actor: Actor, connectionId: string): Promise<void>;
  restore(actor: Actor, connectionId: string): Promise<void>;
  /** Calls the kind's test address and records the outcome. */
  test(actor: Actor, connectionId: string): Promise<ConnectionSummary>;
  /** After a change from outside the store: the next step reads it anew. */
  forget(connectionId: string): void;
  /**
   * Decrypts for one step of a run. Throws `connection_missing`, `connection_unreadable`,
   * `connection_needs_attention`.
   */
  resolve(workspaceId: string, connectionId: string): Promise<ResolvedConnection>;
};
