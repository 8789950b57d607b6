import { z } from "zod";
import type { Actor, Caller } from "../contract.ts";

/** Six digits of an app, or a recovery code; spaces and dashes do not matter. */
export const typedCode = z
  .string()
  .transform((text) => text.replace(/[\s-]/g, "").toUpperCase())
  .pipe(z.string().min(1, "Enter the code.").max(40));

export const codeInput = z.strictObject({ code: typedCode });
export const passwordInput = z.strictObject({
  password: z.string().min(1, "Enter your password.").max(200),
});
export const secondStep = z.strictObject({ ticket: z.string().min(1).max(200), code: typedCode });
export type SecondStep = z.infer<typeof secondStep>;

export type SecondFactorState =
  | { on: false }
  | {
      on: true;
      since: string;
      /** Recovery codes that are still good. */
      recoveryCodes: number;
    };

/** What an authenticator app is told. */
export type NewSecondFactor = {
  /** Base32, for typing it in. */
  secret: string;
  /** `otpauth://…`, for a QR code. */
  uri: string;
};

/** An authenticator app as second factor, per person. Everything is on the audit log. */
export type SecondFactors = {
  state(actor: Actor): Promise<SecondFactorState>;
  /** Begins to set one up; nothing is asked for before it is confirmed. Throws `second_factor_on`. */
  begin(actor: Actor): Promise<NewSecondFactor>;
  /** Turns it on with a first code; the recovery codes are told once. Throws `wrong_code`. */
  confirm(actor: Actor, input: { code: string }): Promise<{ recoveryCodes: string[] }>;
  /** Throws `wrong_credentials` unless the password is the actor's. */
  turnOff(actor: Actor, input: { password: string }): Promise<void>;
  /** Ten new ones, told once; the old ones end. Throws as `turnOff`. */
  renewRecoveryCodes(
    actor: Actor,
    input: { password: string },
  ): Promise<{ recoveryCodes: string[] }>;
  /** Takes a member's second factor away, for who lost it; the rules of a reset link hold. */
  reset(actor: Actor, userId: string): Promise<void>;
  /**
   * The second step of a sign-in, after `signIn` has thrown `second_factor_required` with a ticket.
   * Throws `wrong_code`, `account_locked`, and `invalid_token` after ten minutes.
   */
  signIn(input: SecondStep, caller: Caller): Promise<{ sessionId: string; userId: string }>;
};
