import type { SecretBox } from "#lib/connections/secret-box.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import { consumeRecoveryCode } from "./recovery-codes.ts";
import { stepOfCode } from "./totp.ts";

/** What a person's secret is bound to in the key ring. */
export const secondFactorBinding = (userId: string) => ({
  workspaceId: "",
  connectionId: userId,
  kind: "totp",
});

/**
 * Whether this is the code of the moment, or a recovery code, and uses it up: of two tries with the
 * same code, one succeeds, and no code of an earlier moment is good after it.
 */
export async function verifyCode(
  tx: Prisma.TransactionClient,
  ring: Pick<SecretBox, "open">,
  { userId, code, now }: { userId: string; code: string; now: Date },
): Promise<"app" | "recovery" | null> {
  const factor = await tx.secondFactor.findUnique({ where: { userId } });
  if (factor === null) return null;
  const secret = ring.open(factor.envelope, secondFactorBinding(userId));
  const step = stepOfCode(secret, code, now);
  if (step !== null) {
    const { count } = await tx.secondFactor.updateMany({
      where: { userId, lastStep: { lt: step } },
      data: { lastStep: step },
    });
    return count === 1 ? "app" : null;
  }
  if (factor.confirmedAt === null) return null;
  return (await consumeRecoveryCode(tx, { userId, code, now })) ? "recovery" : null;
}
