import { EngineError } from "#lib/errors/engine-error.ts";
import type { EncryptionKey } from "./encryption-keys.ts";
import { type Binding, type Envelope, envelope, openEnvelope, sealEnvelope } from "./envelope.ts";

export type SecretBox = {
  /** The id of the key that wraps what is stored from now on. */
  currentKeyId: string;
  seal(plaintext: string, binding: Binding): Envelope;
  /**
   * @throws EngineError `encryption_key_missing` when the key it was made with is not here,
   *   `connection_unreadable` when it was changed or belongs elsewhere
   */
  open(sealed: unknown, binding: Binding): string;
};

/** Sealing and opening with a set of keys, the first of which is the current one. */
export function createSecretBox(keys: readonly EncryptionKey[]): SecretBox {
  const [current] = keys;
  if (current === undefined) throw new EngineError("encryption_key_missing", "There is no key.");
  const byId = new Map(keys.map(({ id, key }) => [id, key]));
  return {
    currentKeyId: current.id,
    seal: (plaintext, binding) => sealEnvelope(current.key, current.id, binding, plaintext),
    open(sealed, binding) {
      const parsed = envelope.safeParse(sealed);
      if (!parsed.success) throw unreadable(parsed.error);
      const key = byId.get(parsed.data.keyId);
      if (key === undefined) {
        throw new EngineError(
          "encryption_key_missing",
          `The encryption key “${parsed.data.keyId}” is missing.`,
          { next: "An operator has to add it to PATCHBAY_ENCRYPTION_KEYS." },
        );
      }
      try {
        return openEnvelope(key, parsed.data, binding);
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
