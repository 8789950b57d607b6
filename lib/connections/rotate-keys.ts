import type { Pool } from "pg";
import { recordAudit } from "#lib/access/audit.ts";
import { recordsUnderOtherKeys, replaceEnvelope } from "#lib/db/connections/sealed-records.ts";
import type { PrismaClient } from "#lib/db/generated/client.ts";
import { EngineError } from "#lib/errors/engine-error.ts";
import {
  fingerprintOf,
  generateKey,
  parseEncryptionKeys,
  readKeyFile,
  writeKeyFile,
} from "./encryption-keys.ts";
import { fingerprints, fingerprintsFact } from "./installation-keys.ts";
import { createKeyRing } from "./key-ring.ts";
import type { SecretBox } from "./secret-box.ts";

export type RotationPlace = {
  pool: Pool;
  prisma: PrismaClient;
  /** `PATCHBAY_ENCRYPTION_KEYS`; undefined when the keys are kept in a file. */
  encryptionKeys: string | undefined;
  keyFile: string;
  dataDir: string;
};

/** Records that are wrapped anew between two looks at the database. */
const batchSize = 50;
/** One rotation at a time. Any constant of our own. */
const lockKey = 7_305_419_023;

/**
 * Makes a new key the current one and wraps every secret's data key with it, while runs go on. Keys
 * in a file: adds the new one to it, and running processes take it up from there. Keys in the
 * environment: the first of them has to be one that a running server knows already.
 *
 * @throws EngineError `encryption_key_missing` when a key is absent, or no server knows the new one;
 *   `connection_unreadable` when a secret cannot be read: it and what follows stay as they are
 */
export async function rotate(
  place: RotationPlace,
  onProgress: (done: number) => void = () => undefined,
): Promise<{ keyId: string; rewrapped: number }> {
  const { pool, prisma } = place;
  const lock = await pool.connect();
  try {
    const { rows } = await lock.query<{ free: boolean }>(
      "SELECT pg_try_advisory_lock($1::bigint) AS free",
      [lockKey],
    );
    if (rows[0]?.free !== true) throw new Error("Another rotation is under way.");
    const box = await prepareKeys(place);
    const rewrapped = await rewrapAll(pool, box, onProgress);
    await recordAudit(
      prisma,
      { name: "command line", ip: "", userAgent: "", requestId: "" },
      {
        ...{ action: "keys.rotate", targetType: "encryption-key" },
        ...{ targetId: box.currentKeyId(), targetName: box.currentKeyId() },
        after: { rewrapped },
      },
    );
    return { keyId: box.currentKeyId(), rewrapped };
  } finally {
    // Ending the session gives the lock back too, but says not when.
    await lock.query("SELECT pg_advisory_unlock($1::bigint)", [lockKey]).catch(() => undefined);
    lock.release(true);
  }
}

/** The keys with the new one first, known to the database. */
async function prepareKeys(place: RotationPlace): Promise<SecretBox> {
  const { encryptionKeys, keyFile, dataDir, prisma } = place;
  const ring = { encryptionKeys, dataDir, prisma, mayGenerate: encryptionKeys === undefined };
  if (encryptionKeys !== undefined) await requireKnownKey(prisma, encryptionKeys);
  // Whatever is wrong with the keys as they are has to be put right first.
  const before = await createKeyRing(ring);
  if (encryptionKeys !== undefined) return before;
  const keys = (await readKeyFile(keyFile)) ?? [];
  await writeKeyFile(keyFile, [generateKey(), ...keys]);
  return await createKeyRing(ring);
}

/** A server that does not know the new key could read nothing any more. */
async function requireKnownKey(prisma: PrismaClient, text: string): Promise<void> {
  const [current] = parseEncryptionKeys(text, "PATCHBAY_ENCRYPTION_KEYS");
  if (current === undefined) return;
  const fact = await prisma.installationFact.findUnique({ where: { key: fingerprintsFact } });
  const known = fingerprints.parse(fact?.value ?? {});
  if (known[current.id] === fingerprintOf(current.key)) return;
  throw new EngineError(
    "encryption_key_missing",
    `No server has been started with the key “${current.id}” yet.`,
    {
      next: "Restart every server with the new key first in PATCHBAY_ENCRYPTION_KEYS and the old ones after it; then rotate.",
    },
  );
}

/** Wraps what other keys wrap, a few records at a time; also what comes in meanwhile. */
async function rewrapAll(
  pool: Pool,
  box: SecretBox,
  onProgress: (done: number) => void,
): Promise<number> {
  let done = 0;
  for (;;) {
    const records = await recordsUnderOtherKeys(pool, box.currentKeyId(), batchSize);
    if (records.length === 0) return done;
    for (const record of records) {
      await replaceEnvelope(pool, record, box.rewrap(record.envelope, record.binding));
      done++;
    }
    onProgress(done);
  }
}
