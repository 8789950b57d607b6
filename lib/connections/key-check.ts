import type { PrismaClient } from "#lib/db/generated/client.ts";
import { EngineError } from "#lib/errors/engine-error.ts";
import { open, seal } from "./envelope.ts";
import type { KeyRing } from "./key-ring.ts";

const factKey = "encryption-key-fingerprints";

/**
 * The start-up self-test. A secret sealed now opens, and only where it belongs; and the keys are the
 * ones this database has seen. Throws `encryption_key_missing` naming the key that is wrong or gone.
 */
export async function checkKeys(prisma: PrismaClient, ring: KeyRing): Promise<void> {
  const binding = { workspaceId: "self-test", connectionId: "self-test", kind: "bearer" };
  const sealed = seal(ring, binding, { token: "self-test" });
  if (open(ring, binding, sealed)["token"] !== "self-test") {
    throw new EngineError("internal", "The encryption self-test failed.");
  }

  const given = new Map(ring.fingerprints().map(({ id, fingerprint }) => [id, fingerprint]));
  const fact = await prisma.installationFact.findUnique({ where: { key: factKey } });
  const known = Object.entries((fact?.value ?? {}) as Record<string, string> /* written below */);
  const inUse = await prisma.$queryRaw<{ key_id: string }[]>`
    SELECT DISTINCT envelope->>'keyId' AS key_id FROM connections`;

  for (const [id, fingerprint] of known) {
    const present = given.get(id);
    if (present !== undefined && present !== fingerprint) {
      throw new EngineError(
        "encryption_key_missing",
        `The encryption key “${id}” is not the one this database was used with.`,
        { next: "Put the right key back into PATCHBAY_ENCRYPTION_KEYS." },
      );
    }
  }
  for (const { key_id: id } of inUse) {
    if (given.has(id)) continue;
    throw new EngineError(
      "encryption_key_missing",
      `The encryption key “${id}”, which opens stored credentials, is missing.`,
      { next: "Add it to PATCHBAY_ENCRYPTION_KEYS behind the current one." },
    );
  }
  // A database that was only ever used with other keys: most likely the wrong ones were given.
  if (known.length > 0 && !known.some(([id]) => given.has(id))) {
    throw new EngineError(
      "encryption_key_missing",
      `None of the given encryption keys is known here; this database knows “${known.map(([id]) => id).join("”, “")}”.`,
      { next: "Put it back into PATCHBAY_ENCRYPTION_KEYS." },
    );
  }
  const value = { ...Object.fromEntries(known), ...Object.fromEntries(given) };
  await prisma.installationFact.upsert({
    where: { key: factKey },
    create: { key: factKey, value },
    update: { value },
  });
}
