import type { Caller } from "../contract.ts";

/** A provider that people may sign in with, as the operator has set it up. */
export type SignInProvider = {
  id: "google" | "github" | "oidc";
  /** On the button: “Sign in with …”. */
  label: string;
  /** The issuer (OpenID Connect), or GitHub's address. */
  url: string;
  clientId: string;
  clientSecret: string;
};

/** Why a sign-in with a provider came to nothing; part of an address, so never more than this. */
export const refusals = [
  "denied",
  "expired",
  "elsewhere",
  "unverified",
  "uninvited",
  "another",
  "failed",
] as const;
export type RefusalReason = (typeof refusals)[number];

export type ExternalSignIn = {
  providers: { id: SignInProvider["id"]; label: string }[];
  /** Where every provider sends people back to. */
  redirectAddress: string;
  /**
   * Where to send somebody who wants to sign in, and what their browser has to bring back. Good once,
   * for 10 minutes. `next` is an own path.
   */
  start(
    input: { provider: string; next: string },
    caller: Caller,
  ): Promise<{ url: string; browserToken: string }>;
  /**
   * Takes somebody back from a provider. Opens a session for who is a member or is invited by the
   * address that the provider has verified; for an account with a second factor, gives the ticket for
   * its code instead, as a right password does. Never throws for what the address holds.
   */
  finish(
    input: { parameters: { [name: string]: string }; browserToken: string },
    caller: Caller,
  ): Promise<
    | { ok: true; sessionId: string; next: string }
    | { ok: true; ticket: string; next: string }
    | { ok: false; reason: RefusalReason }
  >;
};
