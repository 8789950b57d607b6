import { EngineError } from "#lib/errors/engine-error.ts";
import type { EncryptionKey } from "./encryption-keys.ts";
import {
  type Binding,
  type Envelope,
  envelope,
  openEnvelope,
  rewrapEnvelope,
  sealEnvelope,
} from "./envelope.ts";
import { fixedKeys, type KeySource } from "./key-source.ts";

export type SecretBox = {
  /** The key that new secrets are wrapped by. */
  currentKeyId(): string;
  seal(plaintext: string, binding: Binding): Envelope;
  /**
   * @throws EngineError `encryption_key_missing` when the key it was made with is not here,
   *   `connection_unreadable` when it was changed or belongs elsewhere
   */
  open(sealed: unknown, binding: Binding): string;
  /** The same secret under the current key. Throws as `open` does. */
  rewrap(sealed: unknown, binding: Binding): Envelope;
};

/** Sealing and opening with a set of keys, the first of which is the current one. */
export function createSecretBox(keys: readonly EncryptionKey[] | KeySource): SecretBox {
  const source = "find" in keys && "current" in keys ? keys : fixedKeys(keys);
  const current = () => {
    const key = source.current();
    if (key === undefined) throw new EngineError("encryption_key_missing", "There is no key.");
    return key;
  };
  /** Parses an envelope and finds its key. */
  const read = (sealed: unknown) => {
    const parsed = envelope.safeParse(sealed);
    if (!parsed.success) throw unreadable(parsed.error);
    const key = source.find(parsed.data.keyId);
    if (key !== undefined) return { parsed: parsed.data, key: key.key };
    throw new EngineError(
      "encryption_key_missing",
      `The encryption key “${parsed.data.keyId}” is missing.`,
      { next: "An operator has to add it to PATCHBAY_ENCRYPTION_KEYS." },
    );
  };
  current();
  return {
    currentKeyId: () => current().id,
    seal(plaintext, binding) {
      const { id, key } = current();
      return sealEnvelope(key, id, binding, plaintext);
    },
    open(sealed, binding) {
      const { parsed, key } = read(sealed);
      try {
        return openEnvelope(key, parsed, binding);
      } catch (error) {
        throw unreadable(error);
      }
    },
    rewrap(sealed, binding) {
      const { parsed, key } = read(sealed);
      const to = current();
      try {
        return rewrapEnvelope(key, to.key, to.id, parsed, binding);
      } catch (error) {
        throw unreadable(error);
      }
    },
  };
}

function unreadable(cause: unknown): EngineError {
  return new EngineError("connection_unreadable", "The stored credential cannot be read.", {
    cause,
    next: "Ask an administrator to enter it again.",
  });
}
