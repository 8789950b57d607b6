import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { z } from "zod";

const base64 = z.base64();

/** A secret as it is stored: AES-256-GCM under a data key of its own, that key under the ring's. */
export const envelope = z.strictObject({
  /** 2: the data itself does not name the wrapping key, so that only its key is wrapped anew. */
  v: z.union([z.literal(1), z.literal(2)]),
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
  const wrappedKey = wrap(key, keyId, binding, dataKey);
  const content = encrypt(dataKey, associated("data", "", binding), Buffer.from(plaintext));
  dataKey.fill(0);
  return {
    ...{ v: 2, keyId, wrappedKey },
    iv: content.iv.toString("base64"),
    tag: content.tag.toString("base64"),
    data: content.data.toString("base64"),
  };
}

/** Decrypts what `sealEnvelope` made. Throws when the key, the binding or a single bit differs. */
export function openEnvelope(key: Buffer, sealed: Envelope, binding: Binding): string {
  const dataKey = unwrap(key, sealed, binding);
  const namedKey = sealed.v === 1 ? sealed.keyId : "";
  const plaintext = decrypt(dataKey, associated("data", namedKey, binding), {
    iv: Buffer.from(sealed.iv, "base64"),
    tag: Buffer.from(sealed.tag, "base64"),
    data: Buffer.from(sealed.data, "base64"),
  });
  dataKey.fill(0);
  return plaintext.toString("utf8");
}

/** The same secret with its data key under another wrapping key; the data stays as it is. */
export function rewrapEnvelope(
  from: Buffer,
  to: Buffer,
  toId: string,
  sealed: Envelope,
  binding: Binding,
): Envelope {
  if (sealed.v === 1) return sealEnvelope(to, toId, binding, openEnvelope(from, sealed, binding));
  const dataKey = unwrap(from, sealed, binding);
  const wrappedKey = wrap(to, toId, binding, dataKey);
  dataKey.fill(0);
  return { ...sealed, keyId: toId, wrappedKey };
}

function wrap(key: Buffer, keyId: string, binding: Binding, dataKey: Buffer): string {
  const { iv, tag, data } = encrypt(key, associated("key", keyId, binding), dataKey);
  return Buffer.concat([iv, tag, data]).toString("base64");
}

function unwrap(key: Buffer, sealed: Envelope, binding: Binding): Buffer {
  const wrapped = Buffer.from(sealed.wrappedKey, "base64");
  return decrypt(key, associated("key", sealed.keyId, binding), {
    iv: wrapped.subarray(0, nonceBytes),
    tag: wrapped.subarray(nonceBytes, nonceBytes + tagBytes),
    data: wrapped.subarray(nonceBytes + tagBytes),
  });
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
