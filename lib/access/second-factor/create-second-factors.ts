import type { SecretBox } from "#lib/connections/secret-box.ts";
import type { Prisma, PrismaClient } from "#lib/db/generated/client.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { Attempts } from "../attempts.ts";
import { recordAudit } from "../audit.ts";
import type { Actor } from "../contract.ts";
import { verifyPassword } from "../password.ts";
import { memberIn, requireMayManage } from "../people/member-rules.ts";
import { requireMayReset } from "../people/require-may-reset.ts";
import { requirePermission } from "../permissions.ts";
import type { Sessions } from "../sessions.ts";
import type { SignIn } from "../sign-in.ts";
import type { SecondFactors } from "./contract.ts";
import { makeRecoveryCodes } from "./recovery-codes.ts";
import { newTotpSecret, totpUri } from "./totp.ts";
import { secondFactorBinding, verifyCode } from "./verify-code.ts";
import { wrongCode } from "./wrong-code.ts";

export type SecondFactorDeps = {
  prisma: PrismaClient;
  ring: SecretBox;
  sessions: Sessions;
  signIn: SignIn;
  attempts: Attempts;
  clock: () => Date;
};

/** Second factors: set up, asked for, taken away. */
export function createSecondFactors(deps: SecondFactorDeps): SecondFactors {
  const { prisma, ring, sessions, attempts, clock } = deps;

  /** Throws `wrong_credentials`, `rate_limited`. */
  async function requirePassword(actor: Actor, password: string): Promise<void> {
    const key = `password:${actor.userId}`;
    attempts.take(key);
    const user = await prisma.user.findUniqueOrThrow({ where: { id: actor.userId } });
    if (!(await verifyPassword(user.passwordHash, password))) {
      throw new UserError("wrong_credentials", "The password is wrong.");
    }
    attempts.giveBack(key);
  }

  const record = (tx: Prisma.TransactionClient, actor: Actor, action: string) =>
    recordAudit(tx, actor, {
      action,
      targetType: "user",
      targetId: actor.userId,
      targetName: actor.name,
    });

  return {
    async state({ userId }) {
      const [factor, recoveryCodes] = await Promise.all([
        prisma.secondFactor.findUnique({ where: { userId } }),
        prisma.recoveryCode.count({ where: { userId, usedAt: null } }),
      ]);
      const since = factor?.confirmedAt?.toISOString();
      return since === undefined ? { on: false } : { on: true, since, recoveryCodes };
    },

    async begin({ userId }) {
      const secret = newTotpSecret();
      const envelope = ring.seal(secret, secondFactorBinding(userId));
      const user = await prisma.$transaction(async (tx) => {
        await tx.$queryRaw`SELECT id FROM users WHERE id = ${userId} FOR UPDATE`;
        const present = await tx.secondFactor.findUnique({ where: { userId } });
        if (present?.confirmedAt) throw alreadyOn();
        const fresh = { envelope, lastStep: 0, createdAt: clock() };
        await tx.secondFactor.upsert({
          where: { userId },
          create: { userId, ...fresh },
          update: fresh,
        });
        return tx.user.findUniqueOrThrow({ where: { id: userId } });
      });
      return { secret, uri: totpUri(secret, user.email) };
    },

    async confirm(actor, { code }) {
      const { userId } = actor;
      const key = `code:${userId}`;
      attempts.take(key);
      const recoveryCodes = await prisma.$transaction(async (tx) => {
        const now = clock();
        await tx.$queryRaw`SELECT id FROM users WHERE id = ${userId} FOR UPDATE`;
        const present = await tx.secondFactor.findUnique({ where: { userId } });
        if (present?.confirmedAt) throw alreadyOn();
        if ((await verifyCode(tx, ring, { userId, code, now })) !== "app") throw wrongCode();
        await tx.secondFactor.update({ where: { userId }, data: { confirmedAt: now } });
        await record(tx, actor, "second-factor.on");
        return makeRecoveryCodes(tx, userId);
      });
      attempts.giveBack(key);
      sessions.forget();
      return { recoveryCodes };
    },

    async turnOff(actor, { password }) {
      await requirePassword(actor, password);
      await prisma.$transaction(async (tx) => {
        if (await removeSecondFactor(tx, actor.userId)) {
          await record(tx, actor, "second-factor.off");
        }
      });
      sessions.forget();
    },

    async renewRecoveryCodes(actor, { password }) {
      await requirePassword(actor, password);
      const { userId } = actor;
      const recoveryCodes = await prisma.$transaction(async (tx) => {
        const factor = await tx.secondFactor.findUnique({ where: { userId } });
        if (!factor?.confirmedAt) {
          throw new UserError("not_found", "Your second factor is off.");
        }
        await record(tx, actor, "second-factor.recovery-codes");
        return makeRecoveryCodes(tx, userId);
      });
      return { recoveryCodes };
    },

    async reset(actor, userId) {
      requirePermission(actor, "people.manage");
      await prisma.$transaction(async (tx) => {
        const member = await memberIn(tx, actor.workspaceId, userId);
        await requireMayManage(tx, actor, member);
        await requireMayReset(tx, actor, userId, "account reset-second-factor");
        if (!(await removeSecondFactor(tx, userId))) {
          throw new UserError("not_found", `${member.user.name} has no second factor.`);
        }
        await recordAudit(tx, actor, {
          action: "second-factor.reset",
          targetType: "user",
          targetId: userId,
          targetName: member.user.name,
        });
      });
      sessions.forget();
    },

    signIn: deps.signIn.secondStep,
  };
}

/** Takes a second factor away with its recovery codes. Whether there was one that was on. */
export async function removeSecondFactor(
  tx: Prisma.TransactionClient,
  userId: string,
): Promise<boolean> {
  await tx.recoveryCode.deleteMany({ where: { userId } });
  const where = { userId, confirmedAt: { not: null } };
  const on = (await tx.secondFactor.count({ where })) > 0;
  await tx.secondFactor.deleteMany({ where: { userId } });
  return on;
}

function alreadyOn(): UserError {
  return new UserError("second_factor_on", "Your second factor is on already.", {
    next: "Turn it off first to set up another app.",
  });
}
