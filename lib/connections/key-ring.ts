import { hkdfSync } from "node:crypto";
import { join } from "node:path";
import type { PrismaClient } from "#lib/db/generated/client.ts";
import { EngineError } from "#lib/errors/engine-error.ts";
import {
  type EncryptionKey,
  generateKey,
  parseEncryptionKeys,
  readKeyFile,
  writeKeyFile,
} from "./encryption-keys.ts";
import { checkInstallationKeys } from "./installation-keys.ts";
import { keysInFile } from "./key-source.ts";
import { createSecretBox, type SecretBox } from "./secret-box.ts";

/** Encrypts and decrypts credentials, and derives every other secret of the installation. */
export type KeyRing = SecretBox & {
  /**
   * 32 bytes for one purpose, such as "session"; the same on every replica and after a rotation
   * of the wrapping keys (HKDF-SHA-256, RFC 5869, from a random root kept encrypted).
   */
  derive(label: string): Buffer;
};

export type KeyRingOptions = {
  /** `PATCHBAY_ENCRYPTION_KEYS`: `id:base64(32 bytes)`, comma-separated, the current one first. */
  encryptionKeys: string | undefined;
  /** Where the generated key lives, as `encryption-keys`, when none is given. */
  dataDir: string;
  /** False with a database of the operator's own: then the keys must be given. */
  mayGenerate: boolean;
  prisma: PrismaClient;
};

/**
 * Loads the keys, tries them, and compares them with what the database was encrypted with.
 *
 * @throws EngineError `encryption_key_missing` naming the key that is missing, malformed or wrong:
 *   Patchbay must not start then
 */
export async function createKeyRing(options: KeyRingOptions): Promise<KeyRing> {
  const file = keyFileIn(options.dataDir);
  const given = options.encryptionKeys?.trim();
  let keys: EncryptionKey[] | undefined;
  let fresh = false;
  if (given) keys = parseEncryptionKeys(given, "PATCHBAY_ENCRYPTION_KEYS");
  else if (options.mayGenerate) {
    keys = await readKeyFile(file);
    if (keys === undefined) {
      keys = [generateKey()];
      fresh = true;
    }
  }
  if (keys === undefined) {
    throw new EngineError(
      "encryption_key_missing",
      "PATCHBAY_ENCRYPTION_KEYS is not set. With DATABASE_URL, the encryption keys have to be given as well.",
      { next: "Set it to main: followed by the output of: openssl rand -base64 32" },
    );
  }
  const box = createSecretBox(given ? keys : keysInFile(file, keys));
  selfTest(box);
  const root = await checkInstallationKeys(options.prisma, keys, box, async () => {
    if (fresh) await writeKeyFile(file, keys);
  });
  return {
    ...box,
    derive: (label) => Buffer.from(hkdfSync("sha256", root, "patchbay", label, 32)),
  };
}

/** Where generated keys live. */
export function keyFileIn(dataDir: string): string {
  return join(dataDir, "encryption-keys");
}

/** A broken crypto library or a swapped implementation must show at start, not at the first use. */
function selfTest(box: SecretBox): void {
  const binding = { workspaceId: "self", connectionId: "test", kind: "start" };
  const sealed = box.seal("héllo", binding);
  let elsewhere = false;
  try {
    box.open(sealed, { ...binding, connectionId: "other" });
    elsewhere = true;
  } catch {
    // As it should be.
  }
  if (elsewhere || box.open(sealed, binding) !== "héllo") {
    throw new EngineError("internal", "Encryption does not work on this machine.");
  }
}
