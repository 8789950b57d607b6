import type { Actor } from "#lib/access/contract.ts";
import type { JsonObject } from "#lib/flow/json.ts";
import type { ResolvedConnection } from "#lib/nodes/contract.ts";
import type { ConnectionGrants } from "./grants.ts";
import type { ConnectionLimits, ConnectionUse } from "./limits.ts";
import type { TestOutcome } from "./test-connection.ts";

/**
 * How a connection is, the worst first: somebody has to look at it; its last test failed; it has
 * ended; it ends within two weeks; it was never tested; its last test went well.
 */
export type ConnectionState = "attention" | "failing" | "expired" | "expiring" | "untested" | "ok";

/** What everybody in the workspace may know of a connection. */
export type ConnectionSummary = {
  id: string;
  name: string;
  kind: string;
  kindLabel: string;
  settings: JsonObject;
  /** Tells two secrets apart; at most the last 4 characters. */
  hint: string;
  state: ConnectionState;
  lastTest: { ok: boolean; at: string; message: string; durationMs: number } | null;
  /** Why somebody has to look at it; null while all is well. */
  attention: { code: string; message: string; since: string } | null;
  /** When the credential ends, as far as anybody knows. */
  expiresAt: string | null;
  /** What an OAuth provider has granted; null until it has, and for every other kind. */
  oauth: { account: string; scopes: string[]; connectedAt: string } | null;
  /** How it is tested unasked; `everyMinutes` null: by default, 0: not at all. */
  probing: { everyMinutes: number | null; nextAt: string };
  lastUsedAt: string | null;
  createdAt: string;
  /** Who made it; null when that person is gone. */
  owner: { id: string; name: string } | null;
  limits: ConnectionLimits;
  grants: ConnectionGrants;
  /** Whether whoever asks may put it into flows. */
  mayUse: boolean;
  /** The flows with steps that use it, as far as whoever asks may open them. */
  usedBy: { flowId: string; flowName: string; nodes: number; live: boolean }[];
  /** How many others use it. */
  usedByHidden: number;
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
  /** Default none. */
  limits?: ConnectionLimits;
  /** Default: everybody who builds flows. */
  grants?: ConnectionGrants;
  /** When the credential ends, as an ISO date and time; null when nobody knows. */
  expiresAt?: string | null;
};

export type ConnectionStore = {
  list(actor: Actor): Promise<ConnectionSummary[]>;
  get(actor: Actor, connectionId: string): Promise<ConnectionSummary>;
  create(actor: Actor, input: ConnectionInput): Promise<ConnectionSummary>;
  /** Secrets that are left out stay as they are; so do required ones that are empty. */
  update(
    actor: Actor,
    connectionId: string,
    input: Partial<Omit<ConnectionInput, "kind">>,
  ): Promise<ConnectionSummary>;
  /** Another one with the same credential, limits and grants, under a name of its own. */
  duplicate(actor: Actor, connectionId: string): Promise<ConnectionSummary>;
  remove(actor: Actor, connectionId: string): Promise<void>;
  restore(actor: Actor, connectionId: string): Promise<void>;
  /** After a change from outside the store: the next step reads it anew. */
  forget(connectionId: string): void;
  /** Sets how often it is tested unasked, in minutes; null: by default, 0: not at all. */
  setProbing(actor: Actor, connectionId: string, everyMinutes: number | null): Promise<void>;
  /** Tests it unasked; `outcome` null when there is nothing to test it by. Records nothing. */
  probe(workspaceId: string, connectionId: string): Promise<ProbeResult>;
  /**
   * Tries the credential as its kind does and records the outcome. A kind that can only be tried by
   * sending something does so with `sendSample`, and else refuses with `invalid_input`.
   */
  test(
    actor: Actor,
    connectionId: string,
    options?: { sendSample?: boolean },
  ): Promise<ConnectionSummary>;
  /**
   * Decrypts for one step of a run, and fetches what it needs besides. Throws `connection_missing`,
   * `connection_unreadable`, `connection_not_allowed`, `connection_refused`,
   * `connection_needs_attention`.
   */
  resolve(
    workspaceId: string,
    connectionId: string,
    use?: ConnectionUse,
  ): Promise<ResolvedConnection>;
};
