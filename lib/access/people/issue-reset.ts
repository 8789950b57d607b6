import type { Prisma } from "#lib/db/generated/client.ts";
import { hashToken, newToken } from "../session-token.ts";

export const resetPurpose = "password-reset";

/** A reset link that somebody hands over is good for this long, in ms: a day. */
const handedLifeMs = 86_400_000;
/** One that is mailed: an hour. */
export const mailedLifeMs = 3_600_000;

/** Makes the one-time token that sets a new password; an earlier one of the same person ends. */
export async function issueReset(
  tx: Prisma.TransactionClient,
  userId: string,
  now: Date,
): Promise<string> {
  await endResets(tx, userId, now);
  return storeReset(tx, userId, now, handedLifeMs);
}

/** The same for a mail; earlier ones stay good, since mails may arrive in another order. */
export async function issueMailedReset(
  tx: Prisma.TransactionClient,
  userId: string,
  now: Date,
): Promise<string> {
  return storeReset(tx, userId, now, mailedLifeMs);
}

async function storeReset(
  tx: Prisma.TransactionClient,
  userId: string,
  now: Date,
  lifeMs: number,
): Promise<string> {
  const token = newToken();
  await tx.oneTimeToken.create({
    data: {
      tokenHash: hashToken(token),
      purpose: resetPurpose,
      data: { userId },
      createdAt: now,
      expiresAt: new Date(now.getTime() + lifeMs),
    },
  });
  return token;
}

/**
 * Ends the reset links of a person. Also called whenever the person gains something: whoever made a
 * link was allowed to for what the person had then.
 */
export async function endResets(
  tx: Prisma.TransactionClient,
  userId: string,
  now: Date,
): Promise<void> {
  await tx.oneTimeToken.updateMany({
    where: {
      purpose: resetPurpose,
      usedAt: null,
      expiresAt: { gt: now },
      data: { path: ["userId"], equals: userId },
    },
    data: { expiresAt: now },
  });
}
