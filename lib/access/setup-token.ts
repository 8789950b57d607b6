import type { Prisma, PrismaClient } from "#lib/db/generated/client.ts";
import { UserError } from "#lib/errors/user-error.ts";
import { hashToken, newToken } from "./session-token.ts";

const purpose = "setup";
const lifeMs = 86_400_000;

/**
 * Makes the token of the one-time link for the first account, good for 24 hours; undefined when
 * there is an account. Links that other replicas have printed stay good.
 */
export async function issueSetupToken(
  prisma: PrismaClient,
  now: Date = new Date(),
): Promise<string | undefined> {
  if ((await prisma.user.findFirst({ select: { id: true } })) !== null) return undefined;
  const token = newToken();
  await prisma.$transaction([
    prisma.oneTimeToken.deleteMany({ where: { purpose, expiresAt: { lte: now } } }),
    prisma.oneTimeToken.create({
      data: {
        tokenHash: hashToken(token),
        purpose,
        expiresAt: new Date(now.getTime() + lifeMs),
      },
    }),
  ]);
  return token;
}

/** Uses a token up, in the transaction that it allows. Throws `invalid_token`. */
export async function consumeSetupToken(
  tx: Prisma.TransactionClient,
  token: string,
  now: Date,
): Promise<void> {
  const { count } = await tx.oneTimeToken.updateMany({
    where: { tokenHash: hashToken(token), purpose, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
  if (count === 1) return;
  throw new UserError("invalid_token", "This set-up link is missing, used or too old.", {
    next: "Use the link that the server printed at its last start.",
  });
}
