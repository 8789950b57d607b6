import { randomBytes } from "node:crypto";
import type { Prisma } from "#lib/db/generated/client.ts";
import { hashToken } from "../session-token.ts";

const count = 10;
/** Without letters that look like others (Crockford's base32). */
const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const length = 16;

/** Replaces a person's recovery codes by ten new ones of 80 random bits each, stored as hashes. */
export async function makeRecoveryCodes(
  tx: Prisma.TransactionClient,
  userId: string,
): Promise<string[]> {
  const codes = Array.from({ length: count }, newCode);
  await tx.recoveryCode.deleteMany({ where: { userId } });
  await tx.recoveryCode.createMany({
    data: codes.map((code) => ({ userId, codeHash: hashOf(userId, code) })),
  });
  return codes.map((code) => code.replace(/(.{4})(?=.)/g, "$1-"));
}

/** Uses a code up, once. */
export async function consumeRecoveryCode(
  tx: Prisma.TransactionClient,
  { userId, code, now }: { userId: string; code: string; now: Date },
): Promise<boolean> {
  // As Crockford has it: what looks the same is the same.
  const plain = code.replace(/O/g, "0").replace(/[IL]/g, "1");
  const { count: used } = await tx.recoveryCode.updateMany({
    where: { userId, codeHash: hashOf(userId, plain), usedAt: null },
    data: { usedAt: now },
  });
  return used === 1;
}

function newCode(): string {
  return Array.from(randomBytes(length), (byte) => letters[byte % letters.length]).join("");
}

const hashOf = (userId: string, code: string) => hashToken(`recovery:${userId}:${code}`);
