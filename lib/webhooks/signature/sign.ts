import { createHmac } from "node:crypto";

/**
 * A secret that signs what a workspace has sent somewhere. It follows from a root of the installation's
 * own and the seed, so it is stored nowhere; another seed, another secret.
 */
export function signingSecretOf(root: Buffer, workspaceId: string, seed: string): string {
  const mac = createHmac("sha256", root).update(JSON.stringify([workspaceId, seed]));
  return `whsec_${mac.digest("base64")}`;
}

/** Headers by which a receiver knows that a message is ours, as standardwebhooks.com has them. */
export function signWebhook(
  secret: string,
  message: { id: string; at: Date; body: string },
): Record<string, string> {
  const timestamp = String(Math.floor(message.at.getTime() / 1000));
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const signature = createHmac("sha256", key)
    .update(`${message.id}.${timestamp}.${message.body}`)
    .digest("base64");
  return {
    "webhook-id": message.id,
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${signature}`,
  };
}
