import { createHmac, hash, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { UserError } from "#lib/errors/user-error.ts";
import { github, type HmacOptions, hmacHeader, standard, stripe } from "./schemes.ts";

/** How the sender of a webhook shows that it is who it says. */
export type Verification =
  | { scheme: "standard" | "github" | "stripe" }
  | ({ scheme: "hmac" } & HmacOptions)
  /** The secret itself, in a header. */
  | { scheme: "token"; header: string };

/** How far a sender's clock, or a delivery's way, may be off, in seconds. */
export const toleranceSeconds = 300;

/**
 * Checks a request's signature on its raw bytes, in constant time.
 *
 * @param now in ms since 1970
 * @throws UserError `signature_refused`: it is missing, wrong, or older than {@link toleranceSeconds}
 */
export function verifySignature(
  how: Verification,
  secret: string,
  headers: IncomingHttpHeaders,
  body: Buffer,
  now: number,
): void {
  if (how.scheme === "token") {
    const given = headers[how.header.toLowerCase()];
    const text = typeof given === "string" ? given.trim().replace(/^Bearer +/i, "") : "";
    if (!equal(Buffer.from(text), Buffer.from(secret))) throw refused("is missing or wrong");
    return;
  }
  const claim = readerOf(how)(headers);
  if (claim === undefined || claim.signatures.length === 0) throw refused("is missing");
  const key = how.scheme === "standard" ? standardKey(secret) : Buffer.from(secret);
  const right = createHmac("sha256", key).update(claim.signed(body)).digest();
  // Every one is compared, so that the time taken tells nothing.
  const fits = claim.signatures.map((signature) => equal(signature, right)).includes(true);
  if (!fits) throw refused("is wrong");
  if (claim.signedAt === undefined) return;
  if (Math.abs(now / 1000 - claim.signedAt) > toleranceSeconds) {
    throw refused(`is more than ${toleranceSeconds / 60} minutes old, or dated ahead`);
  }
}

function readerOf(how: Exclude<Verification, { scheme: "token" }>) {
  switch (how.scheme) {
    case "standard":
      return standard;
    case "github":
      return github;
    case "stripe":
      return stripe;
    case "hmac":
      return hmacHeader(how);
  }
}

/** Standard Webhooks hands secrets out as `whsec_` and base64. */
function standardKey(secret: string): Buffer {
  return secret.startsWith("whsec_") ? Buffer.from(secret.slice(6), "base64") : Buffer.from(secret);
}

/** Hashes first, since only values of one length can be compared in constant time. */
function equal(one: Buffer, other: Buffer): boolean {
  const [a, b] = [hash("sha256", one, "buffer"), hash("sha256", other, "buffer")];
  return timingSafeEqual(a, b) && other.length > 0;
}

function refused(what: string): UserError {
  return new UserError("signature_refused", `The signature of this request ${what}.`, {
    next: "Check that the sender and the flow's trigger use the same secret and the same way of signing.",
  });
}
