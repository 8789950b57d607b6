import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { z } from "zod";

const base64 = z.base64();

/** A secret as it is stored: AES-256-GCM under a data key of its own, that key under the ring's. */
export const envelope = z.strictObject({
  v: z.literal(1),
  keyId: z.string(),
  /** The data key: nonce (12 bytes), tag (16), ciphertext (32). */
  wrappedKey: base64,
  iv: base64,
  tag: base64,
  data: base64,
});
export type Envelope = z.infer<typeof envelope>;

/** What a secret belongs to. A ciphertext opens in its own place only. */
export type Binding = { workspaceId: string; connectionId: string; kind: string };

export const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

/** Encrypts text under a fresh data key, which `key` wraps. */
export function sealEnvelope(
  key: Buffer,
  keyId: string,
  binding: Binding,
  plaintext: string,
): Envelope {
  const dataKey = randomBytes(keyBytes);
  const wrapped = encrypt(key, associated("key", keyId, binding), dataKey);
  const content = encrypt(dataKey, associated("data", keyId, binding), Buffer.from(plaintext));
  dataKey.fill(0);
  return {
    v: 1,
    keyId,
    wrappedKey: Buffer.concat([wrapped.iv, wrapped.tag, wrapped.data]).toString("base64"),
    iv: content.iv.toString("base64"),
    tag: content.tag.toString("base64"),
    data: content.data.toString("base64"),
  };
}

/** Decrypts what `sealEnvelope` made. Throws when the key, the binding or a single bit differs. */
export function openEnvelope(key: Buffer, sealed: Envelope, binding: Binding): string {
  const wrapped = Buffer.from(sealed.wrappedKey, "base64");
  const dataKey = decrypt(key, associated("key", sealed.keyId, binding), {
    iv: wrapped.subarray(0, nonceBytes),
    tag: wrapped.subarray(nonceBytes, nonceBytes + tagBytes),
    data: wrapped.subarray(nonceBytes + tagBytes),
  });
  const plaintext = decrypt(dataKey, associated("data", sealed.keyId, binding), {
    iv: Buffer.from(sealed.iv, "base64"),
    tag: Buffer.from(sealed.tag, "base64"),
    data: Buffer.from(sealed.data, "base64"),
  });
  dataKey.fill(0);
  return plaintext.toString("utf8");
}

type Sealed = { iv: Buffer; tag: Buffer; data: Buffer };

function encrypt(key: Buffer, aad: Buffer, plaintext: Buffer): Sealed {
  const iv = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key, iv, { authTagLength: tagBytes });
  cipher.setAAD(aad);
  const data = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return { iv, tag: cipher.getAuthTag(), data };
}

function decrypt(key: Buffer, aad: Buffer, sealed: Sealed): Buffer {
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.iv, { authTagLength: tagBytes });
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.tag);
  return Buffer.concat([decipher.update(sealed.data), decipher.final()]);
}

/** A JSON array, so that no two bindings can read the same. */
function associated(part: "key" | "data", keyId: string, binding: Binding): Buffer {
  const { workspaceId, connectionId, kind } = binding;
  return Buffer.from(
    JSON.stringify(["patchbay.envelope.1", part, keyId, workspaceId, connectionId, kind]),
  );
}
