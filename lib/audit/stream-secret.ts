import { createHmac } from "node:crypto";

/**
 * The signing secret of a workspace's stream: made from the installation's keys and the stream's
 * nonce, so that it is nowhere stored and stays over a rotation of the keys.
 */
export function streamSecret(key: Buffer, workspaceId: string, nonce: string): string {
  const mac = createHmac("sha256", key).update(JSON.stringify([workspaceId, nonce]));
  return `pbas_${mac.digest("base64url")}`;
}

/** `t=<seconds since 1970>,v1=<hex HMAC-SHA-256 of "t.body" under the secret>`. */
export function signatureOf(secret: string, seconds: number, body: string): string {
  const mac = createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex");
  return `t=${seconds},v1=${mac}`;
}
