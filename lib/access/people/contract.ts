import { z } from "zod";
import type { Actor, Caller, Role } from "../contract.ts";
import { newOwner } from "../contract.ts";
import { typedCode } from "../second-factor/contract.ts";

/** The roles that an invitation or a change of role can give; ownership is handed over instead. */
export const givenRole = z.enum(["admin", "editor", "operator", "viewer"]);
export type GivenRole = z.infer<typeof givenRole>;

const { name, email, password } = newOwner.shape;
/** The secret part of a link. */
export const linkToken = z.string().min(1).max(200);

export const personName = z.strictObject({ name });

export const newInvitation = z.strictObject({
  role: givenRole,
  /** Empty: whoever has the link may accept. */
  email: z.union([z.literal(""), email]).default(""),
  note: z.string().trim().max(200).default(""),
});
export type NewInvitation = z.infer<typeof newInvitation>;

/** `mail`: by mail, to the invitation's address. `link`: told, to be handed over. */
export const invitationWay = z.enum(["mail", "link"]);
export type InvitationWay = z.infer<typeof invitationWay>;

export const resetRequest = z.strictObject({ email });

export const newMember = z.strictObject({ token: linkToken, name, email, password });
export type NewMember = z.infer<typeof newMember>;

export const knownMember = z.strictObject({
  token: linkToken,
  email: z.string().trim().min(1, "Enter your e-mail address.").max(254),
  password: z.string().min(1, "Enter your password.").max(200),
  /** For an account with a second factor. */
  code: typedCode.optional(),
});
export type KnownMember = z.infer<typeof knownMember>;

export const ownershipTransfer = z.strictObject({
  userId: z.string().min(1).max(80),
  password: z.string().min(1, "Enter your password.").max(200),
  /** Whether the present owner stays one, beside the new one; else becomes an admin. */
  stay: z.boolean(),
});
export type OwnershipTransfer = z.infer<typeof ownershipTransfer>;

export const newPassword = z.strictObject({ token: linkToken, password });
export type NewPassword = z.infer<typeof newPassword>;

export const newWorkspace = z.strictObject({ name: newOwner.shape.workspace });

export type Member = {
  userId: string;
  name: string;
  email: string;
  role: Role;
  joinedAt: string;
  lastSeenAt: string | null;
  /** Whether a code is asked of them; null for readers who do not manage people. */
  secondFactor: boolean | null;
};

export type PendingInvitation = {
  id: string;
  role: GivenRole;
  email: string;
  note: string;
  /** Who made it; "" when that person is gone. */
  createdBy: string;
  createdAt: string;
  expiresAt: string;
  /** Null: no mail was sent, the link was handed over. */
  mail: z.infer<typeof invitationMail> | null;
};

/** What has become of an invitation's mail; `waiting`: it goes out, or is tried again. */
export const invitationMail = z.object({
  state: z.enum(["waiting", "sent", "failed"]),
  error: z.string().optional(),
});

/** What has become of a link. */
export type LinkState = "open" | "used" | "expired" | "revoked" | "unknown";

export type InvitationView =
  | { state: Exclude<LinkState, "open"> }
  | {
      state: "open";
      workspaceId: string;
      workspace: string;
      role: GivenRole;
      email: string;
      invitedBy: string;
    };

export type ResetView = { state: Exclude<LinkState, "open"> } | { state: "open"; email: string };

export type WorkspaceChoice = { id: string; name: string; role: Role; current: boolean };

/** Members, invitations, workspaces and forgotten passwords. Everything is on the audit log. */
export type PeopleService = {
  members(actor: Actor): Promise<Member[]>;
  changeRole(actor: Actor, input: { userId: string; role: GivenRole }): Promise<void>;
  /** Takes a member out; every session of theirs in this workspace stops at once. */
  remove(actor: Actor, userId: string): Promise<void>;
  /** Takes oneself out. The session goes on in another workspace, if there is one. */
  leave(actor: Actor): Promise<{ elsewhere: boolean }>;
  /** Makes a member an owner. Throws `wrong_credentials` unless the password is the actor's. */
  transferOwnership(actor: Actor, input: OwnershipTransfer): Promise<void>;

  /** Open invitations. */
  invitations(actor: Actor): Promise<PendingInvitation[]>;
  /**
   * The token is told once and stored as a hash. Good for seven days, once. `mailed`: it is on its
   * way to the address, if there is one and the installation has a mail server.
   */
  invite(
    actor: Actor,
    input: NewInvitation,
  ): Promise<{ id: string; token: string; mailed: boolean }>;
  /** A new link for an open invitation, with seven days of its own; the old one ends. */
  inviteAgain(actor: Actor, input: { id: string; way: InvitationWay }): Promise<{ token: string }>;
  revokeInvitation(actor: Actor, id: string): Promise<void>;
  /** What a link is good for; tells nothing of a token that was never given out. */
  readInvitation(token: string, caller: Caller): Promise<InvitationView>;
  /** Makes an account and a member of it. Throws `invalid_token`, `email_taken`. */
  joinAsNew(input: NewMember, caller: Caller): Promise<{ sessionId: string }>;
  /**
   * For somebody with an account who is not signed in. Throws `wrong_credentials` besides, and
   * `second_factor_required` when a code is asked for too.
   */
  joinWithPassword(input: KnownMember, caller: Caller): Promise<{ sessionId: string }>;
  /** For somebody signed in, whose session goes on in the new workspace. */
  join(actor: Actor, token: string): Promise<void>;

  /** The workspaces of the actor. */
  workspaces(actor: Actor): Promise<WorkspaceChoice[]>;
  createWorkspace(actor: Actor, input: { name: string }): Promise<{ id: string }>;
  /** The session goes on in another workspace of the actor's. Throws `not_found`. */
  switchWorkspace(actor: Actor, workspaceId: string): Promise<void>;

  rename(actor: Actor, input: { name: string }): Promise<void>;
  /** A link that sets a new password for a member; see `requireMayReset`. */
  resetLink(actor: Actor, userId: string): Promise<{ token: string }>;
  /**
   * Mails a link for a new password, good for an hour, if the address has an account. Takes and
   * tells the same whether it has. Throws `rate_limited`.
   */
  requestReset(input: { email: string }, caller: Caller): Promise<void>;
  readReset(token: string, caller: Caller): Promise<ResetView>;
  /** Sets the password, ends every session, unlocks the account. Throws `invalid_token`. */
  resetPassword(input: NewPassword, caller: Caller): Promise<void>;
};
