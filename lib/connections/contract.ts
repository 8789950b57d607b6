import type { Actor } from "#lib/access/contract.ts";
import type { JsonObject } from "#lib/flow/json.ts";
import type { ResolvedConnection } from "#lib/nodes/contract.ts";
import type { TestOutcome } from "./test-connection.ts";

/** What everybody in the workspace may know of a connection. */
export type ConnectionSummary = {
  id: string;
  name: string;
  kind: string;
  kindLabel: string;
  settings: JsonObject;
  /** Tells two secrets apart; at most the last 4 characters. */
  hint: string;
  state: "untested" | "ok" | "failing";
  lastTest: { ok: boolean; at: string; message: string; durationMs: number } | null;
  /** Why somebody has to look at it; null while all is well. */
  attention: { code: string; message: string; since: string } | null;
  /** When the credential ends, as far as anybody knows. */
  expiresAt: string | null;
  /** How it is tested unasked; `everyMinutes` null: by default, 0: not at all. */
  probing: { everyMinutes: number | null; nextAt: string };
  lastUsedAt: string | null;
  createdAt: string;
  usedBy: { flowId: string; flowName: string; nodes: number; live: boolean }[];
};

export type ProbeResult = {
  outcome: TestOutcome | null;
  /** What the stored credential says of its own end. */
  expiresAt: Date | null;
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
  /** Sets how often it is tested unasked, in minutes; null: by default, 0: not at all. */
  setProbing(actor: Actor, connectionId: string, everyMinutes: number | null): Promise<void>;
  /** Tests it unasked; `outcome` null when there is nothing to test it by. Records nothing. */
  probe(workspaceId: string, connectionId: string): Promise<ProbeResult>;
  /** Decrypts for one step of a run. Throws `connection_missing`, `connection_unreadable`. */
  resolve(workspaceId: string, connectionId: string): Promise<ResolvedConnection>;
};
