import { z } from "zod";
import type { JsonObject } from "#lib/flow/json.ts";
import type { Scope } from "./api-keys/scopes.ts";

export const role = z.enum(["owner", "admin", "editor", "operator", "viewer"]);
export type Role = z.infer<typeof role>;

/** Who is asking, for which workspace, from where. Every service call that changes or reads takes one. */
export type Actor = {
  userId: string;
  name: string;
  workspaceId: string;
  role: Role;
  /** Empty for a program that comes with an API key. */
  sessionIdHash: string;
  /** Of the API key; whoever is signed in has none, and may what the role may. */
  scopes?: readonly Scope[];
  ip: string;
  userAgent: string;
  requestId: string;
  /** The workspace asks everybody for a second factor, and this person has none yet. */
  secondFactorDue?: true;
};

/** From where a call comes that nobody has signed in for yet. */
export type Caller = { ip: string; userAgent: string; requestId: string };

export const newOwner = z.strictObject({
  name: z.string().trim().min(1, "Please tell us your name.").max(80),
  email: z.email("That does not look like an e-mail address.").trim().toLowerCase().max(254),
  password: z.string().min(10, "Use at least 10 characters.").max(200),
  workspace: z.string().trim().min(1, "Give the workspace a name.").max(80),
  /** The one-time token from the link printed at start; not needed on loopback. */
  token: z.string().max(200).default(""),
});
export type NewOwner = z.infer<typeof newOwner>;

export const passwordChange = z.strictObject({
  current: z.string().max(200),
  next: z.string().min(10, "Use at least 10 characters.").max(200),
});

export type SessionInfo = {
  idHash: string;
  userAgent: string;
  ip: string;
  createdAt: string;
  lastSeenAt: string;
  current: boolean;
};

export type AccountInfo = {
  userId: string;
  name: string;
  email: string;
  role: Role;
  workspace: { id: string; name: string };
};

export type AuditInput = {
  action: string;
  targetType: string;
  targetId: string;
  targetName: string;
  before?: JsonObject | null;
  after?: JsonObject | null;
};

export type AccessService = {
  /** Whether the installation still has no account. */
  needsSetup(): Promise<boolean>;
  /** Creates the first account; `requireToken` when served on anything but loopback. */
  createOwner(input: NewOwner, caller: Caller): Promise<{ userId: string }>;
  /**
   * Checks a password (argon2id, lock-out with backoff) and opens a session. Returns the opaque
   * session id. Throws `second_factor_required`, with a `ticket` among its details, when a code is
   * asked for too: see `SecondFactors.signIn`.
   */
  signIn(
    input: { email: string; password: string },
    caller: Caller,
  ): Promise<{ sessionId: string; userId: string; name: string; email: string }>;
  signOut(actor: Actor): Promise<void>;
  /** The actor behind a request's Cookie header, or null. Works without Next, for the hot path too. */
  actorFromCookies(cookieHeader: string | undefined, caller: Caller): Promise<Actor | null>;
  account(actor: Actor): Promise<AccountInfo>;
  changePassword(actor: Actor, input: z.infer<typeof passwordChange>): Promise<void>;
  sessions(actor: Actor): Promise<SessionInfo[]>;
  revokeSession(actor: Actor, idHash: string): Promise<void>;
  /** Signs the actor out everywhere else. Returns how many sessions ended. */
  revokeOtherSessions(actor: Actor): Promise<number>;
  /** The secret of the sign-in cookie's JWT, derived from the key ring. */
  sessionSecret(): string;
  /** Whether cookies are marked Secure. */
  secureCookies(): boolean;
};
