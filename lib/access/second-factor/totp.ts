import { Secret, TOTP } from "otpauth";

/** Seconds a code is shown (RFC 6238, section 5.2), and what every app understands. */
const period = 30;
const usual = { algorithm: "SHA1", digits: 6, period };

/** A fresh secret of 160 bits (RFC 4226, section 4), as base32. */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** What an authenticator app reads from a QR code. */
export function totpUri(secret: string, email: string): string {
  return new TOTP({ ...usual, issuer: "Patchbay", label: email, secret }).toString();
}

/**
 * The time step that a code belongs to, null for a wrong code. The neighbouring steps are good too:
 * clocks differ, and people type slowly (RFC 6238, section 6).
 */
export function stepOfCode(secret: string, code: string, now: Date): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const totp = new TOTP({ ...usual, secret: Secret.fromBase32(secret) });
  const timestamp = now.getTime();
  const delta = totp.validate({ token: code, timestamp, window: 1 });
  return delta === null ? null : Math.floor(timestamp / 1_000 / period) + delta;
}
