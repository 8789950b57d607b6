import type { Prisma } from "#lib/db/generated/client.ts";
import { hashToken, newToken } from "../session-token.ts";

export const resetPurpose = "password-reset";

/** A reset link is good for this long, in ms: a day. */
const lifeMs = 86_400_000;

/** Makes the one-time token that sets a new password; an earlier one of the same person ends. */
export async function issueReset(
  tx: Prisma.TransactionClient,
  userId: string,
  now: Date,
): Promise<string> {
  const token = newToken();
  await endResets(tx, userId, now);
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
