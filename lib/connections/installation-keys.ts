import { randomBytes } from "node:crypto";
import { z } from "zod";
import { countByKey } from "#lib/db/connections/sealed-records.ts";
import type { PrismaClient } from "#lib/db/generated/client.ts";
import { EngineError } from "#lib/errors/engine-error.ts";
import { type EncryptionKey, fingerprintOf } from "./encryption-keys.ts";
import type { Envelope } from "./envelope.ts";
import type { SecretBox } from "./secret-box.ts";

/** Two replicas that start on a new database at once meet on it. Any constant of our own. */
const lockKey = 7_305_419_022;
export const fingerprintsFact = "encryption-key-fingerprints";
const rootFact = "derivation-root";
const rootBinding = { workspaceId: "", connectionId: rootFact, kind: "installation" };

export const fingerprints = z.record(z.string(), z.string());

/**
 * Compares the keys with the database's record of them and returns the derivation root, which the
 * first start creates. `beforeFirstUse` runs before anything is stored under the keys.
 *
 * @throws EngineError `encryption_key_missing` when a key in use is absent or not the recorded one
 */
export async function checkInstallationKeys(
  prisma: PrismaClient,
  keys: readonly EncryptionKey[],
  box: SecretBox,
  beforeFirstUse: () => Promise<void>,
): Promise<Buffer> {
  return await prisma.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(${lockKey}::bigint)::text`;
    const facts = new Map(
      (
        await tx.installationFact.findMany({ where: { key: { in: [fingerprintsFact, rootFact] } } })
      ).map(({ key, value }) => [key, value]),
    );
    const recorded = fingerprints.parse(facts.get(fingerprintsFact) ?? {});
    const root = facts.get(rootFact);
    const inUse = await countByKey((sql) => tx.$queryRawUnsafe(sql));
    checkKeys(keys, recorded, new Set(inUse.keys()));
    await beforeFirstUse();

    const known = { ...recorded };
    for (const { id, key } of keys) known[id] = fingerprintOf(key);
    if (JSON.stringify(known) !== JSON.stringify(recorded)) {
      await tx.installationFact.upsert({
        where: { key: fingerprintsFact },
        create: { key: fingerprintsFact, value: known },
        update: { value: known },
      });
    }
    if (root !== undefined) return Buffer.from(box.open(root, rootBinding), "base64");
    const fresh = randomBytes(32);
    const value: Envelope = box.seal(fresh.toString("base64"), rootBinding);
    await tx.installationFact.create({ data: { key: rootFact, value } });
    return fresh;
  });
}

function checkKeys(
  keys: readonly EncryptionKey[],
  recorded: { [id: string]: string },
  inUse: ReadonlySet<string>,
): void {
  const given = new Map(keys.map(({ id, key }) => [id, fingerprintOf(key)]));
  for (const [id, fingerprint] of given) {
    if (recorded[id] === undefined || recorded[id] === fingerprint) continue;
    throw new EngineError(
      "encryption_key_missing",
      `The encryption key “${id}” is not the one this database was encrypted with.`,
      { next: `Give the original key “${id}”, or give the new key another name.` },
    );
  }
  const missing = [...inUse].filter((id) => !given.has(id)).sort();
  if (missing.length === 0) return;
  throw new EngineError(
    "encryption_key_missing",
    `The encryption key ${missing.map((id) => `“${id}”`).join(", ")} is missing: this database holds secrets that only it can read.`,
    {
      next: "Add it to PATCHBAY_ENCRYPTION_KEYS, or put the file “encryption-keys” back into the data folder.",
    },
  );
}
