import { createHmac, randomBytes } from "node:crypto";
import { chmod, mkdir, open, readFile, rename, unlink } from "node:fs/promises";
import { dirname } from "node:path";
import { EngineError } from "#lib/errors/engine-error.ts";
import { keyBytes } from "./envelope.ts";

export type EncryptionKey = { id: string; key: Buffer };

/**
 * Reads `id:base64,id:base64`; the first is the current one, the others still decrypt.
 *
 * @throws EngineError `encryption_key_missing` naming the entry that is wrong, never its value
 */
export function parseEncryptionKeys(text: string, source: string): EncryptionKey[] {
  const keys: EncryptionKey[] = [];
  for (const [index, entry] of text.split(",").entries()) {
    if (entry.trim() === "") continue;
    const parts = /^([A-Za-z0-9_-]{1,40}):([A-Za-z0-9+/_=-]+)$/.exec(entry.trim());
    const id = parts?.[1];
    const key = Buffer.from(parts?.[2] ?? "", "base64");
    if (id === undefined || key.length !== keyBytes) {
      throw refusal(
        `${source}: entry ${index + 1}${id === undefined ? "" : ` (“${id}”)`} is not “name:key” with ${keyBytes} bytes in base64.`,
        "Make a key with: openssl rand -base64 32",
      );
    }
    if (keys.some((known) => known.id === id)) {
      throw refusal(
        `${source}: the key name “${id}” is used twice.`,
        "Give each key its own name.",
      );
    }
    keys.push({ id, key });
  }
  if (keys.length === 0) {
    throw refusal(`${source} holds no key.`, "Expected: name:base64 of 32 bytes.");
  }
  return keys;
}

/** The keys in a file that only we can read; undefined when there is no such file. */
export async function readKeyFile(file: string): Promise<EncryptionKey[] | undefined> {
  try {
    const text = await readFile(file, "utf8");
    await chmod(file, 0o600);
    return parseEncryptionKeys(text.trim(), file);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** A fresh key. */
export function generateKey(): EncryptionKey {
  return { id: `k${randomBytes(4).toString("hex")}`, key: randomBytes(keyBytes) };
}

/** Writes keys to a file that only we can read (0600), whole or not at all, and on disk. */
export async function writeKeyFile(file: string, keys: EncryptionKey[]): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.new`;
  const handle = await open(temporary, "wx", 0o600);
  try {
    await handle.writeFile(
      `${keys.map(({ id, key }) => `${id}:${key.toString("base64")}`).join(",")}\n`,
    );
    await handle.sync();
    await handle.close();
    await rename(temporary, file);
  } catch (error) {
    await handle.close().catch(() => undefined);
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
}

/** Tells keys apart without giving them away. */
export function fingerprintOf(key: Buffer): string {
  return createHmac("sha256", key).update("patchbay.key-fingerprint").digest("hex").slice(0, 32);
}

function refusal(message: string, next: string): EngineError {
  return new EngineError("encryption_key_missing", message, { next });
}
