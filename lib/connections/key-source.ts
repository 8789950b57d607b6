import { readFileSync, statSync } from "node:fs";
import { type EncryptionKey, parseEncryptionKeys } from "./encryption-keys.ts";

/** The keys as they are now. */
export type KeySource = {
  /** The one that seals. */
  current(): EncryptionKey | undefined;
  find(id: string): EncryptionKey | undefined;
};

/** Keys that stay as they are for as long as the process runs. */
export function fixedKeys(keys: readonly EncryptionKey[]): KeySource {
  return { current: () => keys[0], find: (id) => keys.find((key) => key.id === id) };
}

/**
 * Keys that a file holds, beginning with what was read of it at start. It is looked at again before
 * something is sealed and when a key is asked for that nobody knows, so that a running process takes
 * up a rotation by itself. Both are rare. A file that cannot be read changes nothing.
 */
export function keysInFile(file: string, known: readonly EncryptionKey[]): KeySource {
  let keys = known;
  let seen = stampOf(file);

  function look(): void {
    const stamp = stampOf(file);
    if (stamp === undefined || stamp === seen) return;
    try {
      keys = parseEncryptionKeys(readFileSync(file, "utf8").trim(), file);
      seen = stamp;
    } catch {
      // Whoever changed it hears of it when they use it; what is known goes on being good.
    }
  }

  const find = (id: string) => keys.find((key) => key.id === id);
  return {
    current() {
      look();
      return keys[0];
    },
    find(id) {
      const key = find(id);
      if (key !== undefined) return key;
      look();
      return find(id);
    },
  };
}

/** Differs whenever the file was written anew; undefined without a file. */
function stampOf(file: string): string | undefined {
  const stat = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stat && `${stat.ino}:${stat.mtimeNs}:${stat.size}`;
}
