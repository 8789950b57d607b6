import { createHash } from "node:crypto";

/**
 * A key that services accept: at most 255 visible ASCII characters (Stripe's limit, the widest
 * used). Longer keys become their SHA-256, so the same step still sends the same key.
 */
export function idempotencyHeader(key: string): string {
  if (key.length <= 255 && /^[\x21-\x7e]+$/.test(key)) return key;
  return createHash("sha256").update(key).digest("hex");
}
