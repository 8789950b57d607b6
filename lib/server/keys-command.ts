import { parseEncryptionKeys, readKeyFile } from "#lib/connections/encryption-keys.ts";
import { keyFileIn } from "#lib/connections/key-ring.ts";
import { type RotationPlace, rotate } from "#lib/connections/rotate-keys.ts";
import { countByKey } from "#lib/db/connections/sealed-records.ts";
import { counted, oneOrMany } from "#lib/words/counted.ts";
import type { Environment } from "./env/environment.ts";
import { withDatabase } from "./with-database.ts";

/** One line for each encryption key: what it is good for, and how many secrets need it. */
export async function keysStatus(): Promise<string[]> {
  return await withDatabase(async (env, { pool }) => {
    const { encryptionKeys, keyFile } = placeOf(env);
    const keys =
      encryptionKeys === undefined
        ? ((await readKeyFile(keyFile)) ?? [])
        : parseEncryptionKeys(encryptionKeys, "PATCHBAY_ENCRYPTION_KEYS");
    const counts = await countByKey(async (sql) => (await pool.query(sql)).rows);
    const lines = keys.map(({ id }, index) => {
      const count = counts.get(id) ?? 0;
      const use = index === 0 ? "current" : count === 0 ? "needed for old backups only" : "older";
      return `${id}: ${counted(count, "secret")}, ${use}`;
    });
    const missing = [...counts].filter(([id]) => !keys.some((key) => key.id === id));
    return lines.concat(
      missing.map(([id, count]) => `${id}: ${counted(count, "secret")}, MISSING`),
    );
  });
}

/** Puts every secret under a new wrapping key; prints what it does. */
export async function rotateKeys(print: (line: string) => void): Promise<void> {
  await withDatabase(async (env, { pool, prisma }) => {
    const { keyId, rewrapped } = await rotate({ ...placeOf(env), pool, prisma }, (done) =>
      print(`${done} done`),
    );
    print(
      `${counted(rewrapped, "secret")} ${oneOrMany(rewrapped, "is", "are")} now under the key “${keyId}”.`,
    );
    print("Older keys are still there: backups made before now need them.");
  });
}

function placeOf(env: Environment): Omit<RotationPlace, "pool" | "prisma"> {
  const given = env.encryptionKeys?.trim();
  return {
    encryptionKeys: given || undefined,
    keyFile: keyFileIn(env.dataDir),
    dataDir: env.dataDir,
  };
}
