import { createHmac, timingSafeEqual } from "node:crypto";
import type { ConnectionValues } from "../kind.ts";
import { text } from "../parts.ts";

/** The signature of these bytes, as the connection's settings want it written. */
export function sign({ settings, secrets }: ConnectionValues, body: string | Uint8Array): string {
  const algorithm = text(settings.algorithm) || "sha256";
  const encoding = settings.encoding === "base64" ? "base64" : "hex";
  const digest = createHmac(algorithm, secrets.secret ?? "")
    .update(body)
    .digest(encoding);
  return `${text(settings.prefix)}${digest}`;
}

/** Whether a signature is the right one for these bytes, in constant time. */
export function verify(
  values: ConnectionValues,
  body: string | Uint8Array,
  signature: string,
): boolean {
  const expected = Buffer.from(sign(values, body));
  const given = Buffer.from(signature);
  return expected.length === given.length && timingSafeEqual(expected, given);
}
