import { v7 as uuid } from "uuid";
import type { PrismaClient } from "#lib/db/generated/client.ts";
import { UserError } from "#lib/errors/user-error.ts";
import { recordAudit } from "./audit.ts";
import type { Caller, NewOwner } from "./contract.ts";
import { hashPassword } from "./password.ts";
import { hashToken, newToken } from "./session-token.ts";

const purpose = "setup";
const tokenDays = 1;

/**
 * Creates the first account with its workspace. Of several tries at once, one succeeds. Throws
 * `already_set_up`, or `invalid_token` when the printed link is needed and was not used.
 */
export async function createFirstOwner(
  prisma: PrismaClient,
  input: NewOwner,
  caller: Caller,
  options: { requireToken: boolean; now: Date },
): Promise<{ userId: string }> {
  const passwordHash = await hashPassword(input.password);
  const userId = uuid();
  const workspaceId = uuid();
  await prisma.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('patchbay.setup'))`;
    if ((await tx.user.findFirst({ select: { id: true } })) !== null) {
      throw new UserError("already_set_up", "This installation already has an account.", {
        next: "Sign in instead.",
      });
    }
    if (options.requireToken) {
      const used = await tx.oneTimeToken.updateMany({
        where: {
          tokenHash: hashToken(input.token),
          purpose,
          usedAt: null,
          expiresAt: { gt: options.now },
        },
        data: { usedAt: options.now },
      });
      if (used.count === 0) {
        throw new UserError("invalid_token", "This set-up link is not valid any more.", {
          next: "Use the link that the server printed at its last start.",
        });
      }
    }
    await tx.workspace.create({
      data: { id: workspaceId, name: input.workspace, slug: `w-${workspaceId.slice(-12)}` },
    });
    await tx.user.create({
      data: { id: userId, email: input.email, name: input.name, passwordHash },
    });
    await tx.membership.create({ data: { workspaceId, userId, role: "owner" } });
    await recordAudit(
      tx,
      { ...caller, workspaceId },
      { action: "account.create", targetType: "user", targetId: userId, targetName: input.name },
    );
  });
  return { userId };
}

/** Makes the one-time link's token for the first account; earlier ones stop working. */
export async function issueSetupToken(prisma: PrismaClient, now = new Date()): Promise<string> {
  const token = newToken();
  await prisma.$transaction([
    prisma.oneTimeToken.deleteMany({ where: { purpose } }),
    prisma.oneTimeToken.create({
      data: {
        tokenHash: hashToken(token),
        purpose,
        expiresAt: new Date(now.getTime() + tokenDays * 86_400_000),
      },
    }),
  ]);
  return token;
}
