import type { KeyRing } from "#lib/connections/key-ring.ts";
import type { PrismaClient } from "#lib/db/generated/client.ts";
import { isPatchbayError } from "#lib/errors/patchbay-error.ts";

type Row = { id: string; workspaceId: string; kind: string; envelope: unknown };

/** How many stored secrets could be read although they had been tampered with: it must be none. */
export async function readAlthoughTampered(prisma: PrismaClient, ring: KeyRing) {
  const rows: Row[] = await prisma.connection.findMany({ take: 200, orderBy: { id: "asc" } });
  const whole = rows.filter((row) => opens(ring, row, row.envelope)).length;
  const swapped = rows.filter((row, index) => opens(ring, row, rows.at(index - 1)?.envelope));
  let flips = 0;
  let flipped = 0;
  for (const row of rows.slice(0, 20)) {
    for (const envelope of withFlippedBits(row.envelope)) {
      flips++;
      if (opens(ring, row, envelope)) flipped++;
    }
  }
  return { whole, rows: rows.length, swapped: swapped.length, flips, flipped };
}

function opens(ring: KeyRing, { id, workspaceId, kind }: Row, envelope: unknown): boolean {
  try {
    ring.open(envelope, { workspaceId, connectionId: id, kind });
    return true;
  } catch (error) {
    if (isPatchbayError(error) && error.code === "connection_unreadable") return false;
    throw error;
  }
}

/** The envelope with each single bit of each of its parts turned over. */
function* withFlippedBits(envelope: unknown): Generator<unknown> {
  const parts = envelope as { [part: string]: string }; /* as `sealEnvelope` makes them */
  for (const part of ["wrappedKey", "iv", "tag", "data"]) {
    const bytes = Buffer.from(parts[part] ?? "", "base64");
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      yield { ...parts, [part]: changed.toString("base64") };
    }
  }
}
