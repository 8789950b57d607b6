import type { Prisma, PrismaClient } from "#lib/db/generated/client.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { Attempts } from "./attempts.ts";
import { recordAudit } from "./audit.ts";
import type { AccessService, Caller } from "./contract.ts";
import { createUnknownLockOut, lockedError, restAfter } from "./lock-out.ts";
import { verifyPassword } from "./password.ts";
import { sessionMs } from "./session-life.ts";
import { hashToken, newToken } from "./session-token.ts";

type Deps = { prisma: PrismaClient; attempts: Attempts; clock: () => Date };

/**
 * Checks passwords and opens sessions. A wrong address and a wrong password look the same from
 * outside, in words, in time and in the lock-out. Throws `wrong_credentials`, `account_locked`,
 * `rate_limited`.
 */
export function createSignIn({ prisma, attempts, clock }: Deps): AccessService["signIn"] {
  const refuseUnknown = createUnknownLockOut();

  return async (input, caller) => {
    const email = input.email.trim().toLowerCase();
    const key = `address:${caller.ip}`;
    attempts.take(key);
    const user = await prisma.user.findUnique({
      where: { email },
      include: { memberships: { orderBy: { createdAt: "asc" }, take: 1 } },
    });
    const now = clock();
    if (user === null) {
      refuseUnknown(email, now);
      await verifyPassword(undefined, input.password);
      throw wrong();
    }
    const [membership] = user.memberships;
    const who = { ...caller, userId: user.id, name: user.name };
    const known = membership === undefined ? who : { ...who, workspaceId: membership.workspaceId };
    await prisma.$transaction((tx) => reserveTry(tx, user.id, now));
    const fits = await verifyPassword(user.passwordHash, input.password);
    const target = { targetType: "user", targetId: user.id, targetName: user.name };
    if (!fits || membership === undefined) {
      await recordAudit(prisma, known, { action: "session.refused", ...target });
      throw wrong();
    }
    const sessionId = newToken();
    const idHash = hashToken(sessionId);
    await prisma.$transaction(async (tx) => {
      await tx.user.update({
        where: { id: user.id },
        data: { failedSignIns: 0, lockedUntil: null },
      });
      await tx.session.create({
        data: {
          ...rowFor(caller, now),
          idHash,
          userId: user.id,
          workspaceId: membership.workspaceId,
        },
      });
      await recordAudit(tx, known, { action: "session.sign-in", ...target });
    });
    attempts.giveBack(key);
    return { sessionId, userId: user.id, name: user.name, email: user.email };
  };
}

/**
 * Counts the try as wrong before it is checked, so that a hundred tries at once are still a
 * hundred; a right one sets the count back. Throws `account_locked` while the account rests.
 */
async function reserveTry(tx: Prisma.TransactionClient, userId: string, now: Date): Promise<void> {
  const [row] = await tx.$queryRaw<{ failures: number; lockedUntil: Date | null }[]>`
    SELECT failed_sign_ins AS failures, locked_until AS "lockedUntil"
      FROM users WHERE id = ${userId} FOR UPDATE`;
  if (row === undefined) throw wrong();
  if (row.lockedUntil !== null && row.lockedUntil > now) throw lockedError(row.lockedUntil, now);
  const failedSignIns = row.failures + 1;
  const restMs = restAfter(failedSignIns);
  await tx.user.update({
    where: { id: userId },
    data: {
      failedSignIns,
      lockedUntil: restMs === 0 ? null : new Date(now.getTime() + restMs),
    },
  });
}

function rowFor(caller: Caller, now: Date) {
  return {
    userAgent: caller.userAgent.slice(0, 300),
    ip: caller.ip.slice(0, 60),
    createdAt: now,
    lastSeenAt: now,
    expiresAt: new Date(now.getTime() + sessionMs),
  };
}

function wrong(): UserError {
  return new UserError("wrong_credentials", "E-mail or password is wrong.", {
    next: "Check both and try again.",
  });
}
