import type { PrismaClient } from "#lib/db/generated/client.ts";
import { UserError } from "#lib/errors/user-error.ts";
import { createAttempts } from "./attempts.ts";
import { recordAudit } from "./audit.ts";
import { type AccessService, type Actor, role } from "./contract.ts";
import { sessionIdFromCookies } from "./cookie-session.ts";
import { createFirstOwner } from "./first-owner.ts";
import { restAfter } from "./lock-out.ts";
import { hashPassword, verifyPassword } from "./password.ts";
import { createSessionCache } from "./session-cache.ts";
import { hashToken, newToken } from "./session-token.ts";

export type AccessDeps = {
  prisma: PrismaClient;
  /** Signs and encrypts the sign-in cookie. */
  sessionSecret: string;
  secureCookies: boolean;
  /** Served on anything but loopback: the first account needs the printed link. */
  requireSetupToken: boolean;
  clock?: () => Date;
};

const sessionDays = 30;
const dayMs = 86_400_000;
/** `lastSeenAt` is written at most this often, in ms. */
const seenEveryMs = 60_000;

/** Accounts and sessions. */
export function createAccessService(deps: AccessDeps): AccessService {
  const { prisma } = deps;
  const clock = deps.clock ?? (() => new Date());
  const attempts = createAttempts(() => clock().getTime());
  const cache = createSessionCache<Omit<Actor, "ip" | "userAgent" | "requestId">>();
  let setUp = false;

  async function findSession(idHash: string) {
    const held = cache.get(idHash);
    if (held !== undefined) return held;
    const now = clock();
    const session = await prisma.session.findFirst({
      where: { idHash, revokedAt: null, expiresAt: { gt: now } },
      include: { user: { include: { memberships: true } } },
    });
    const membership = session?.user.memberships.find(
      (candidate) => candidate.workspaceId === session.workspaceId,
    );
    if (session == null || membership === undefined) return null;
    if (now.getTime() - session.lastSeenAt.getTime() > seenEveryMs) {
      await prisma.session.updateMany({
        where: { idHash, revokedAt: null },
        data: { lastSeenAt: now, expiresAt: new Date(now.getTime() + sessionDays * dayMs) },
      });
    }
    const found = {
      userId: session.userId,
      name: session.user.name,
      workspaceId: session.workspaceId,
      role: role.parse(membership.role),
      sessionIdHash: idHash,
    };
    cache.set(idHash, found);
    return found;
  }

  async function revoke(where: { userId: string; idHash?: string | { not: string } }) {
    await prisma.session.updateMany({
      where: { ...where, revokedAt: null },
      data: { revokedAt: clock() },
    });
    cache.forgetAll();
  }

  return {
    async needsSetup() {
      setUp ||= (await prisma.user.findFirst({ select: { id: true } })) !== null;
      return !setUp;
    },

    createOwner: (input, caller) =>
      createFirstOwner(prisma, input, caller, {
        requireToken: deps.requireSetupToken,
        now: clock(),
      }),

    async signIn({ email, password }, caller) {
      attempts.take(caller.ip);
      const user = await prisma.user.findUnique({
        where: { email: email.trim().toLowerCase() },
        include: { memberships: { orderBy: { createdAt: "asc" } } },
      });
      const now = clock();
      if (user?.lockedUntil != null && user.lockedUntil > now) {
        const restMs = user.lockedUntil.getTime() - now.getTime();
        throw new UserError("account_locked", "Too many wrong passwords for this account.", {
          next: `Try again in ${Math.ceil(restMs / 60_000)} min.`,
          retryAfterMs: restMs,
        });
      }
      const fits = await verifyPassword(user?.passwordHash, password);
      const [membership] = user?.memberships ?? [];
      if (user === null || !fits || membership === undefined) {
        if (user !== null && !fits) await countFailure(user.id, now);
        throw new UserError("wrong_credentials", "E-mail or password is wrong.");
      }
      const sessionId = newToken();
      await prisma.$transaction(async (tx) => {
        await tx.user.update({
          where: { id: user.id },
          data: { failedSignIns: 0, lockedUntil: null },
        });
        await tx.session.create({
          data: {
            idHash: hashToken(sessionId),
            userId: user.id,
            workspaceId: membership.workspaceId,
            userAgent: caller.userAgent.slice(0, 500),
            ip: caller.ip,
            createdAt: now,
            lastSeenAt: now,
            expiresAt: new Date(now.getTime() + sessionDays * dayMs),
          },
        });
        await recordAudit(
          tx,
          { ...caller, workspaceId: membership.workspaceId },
          {
            action: "session.sign-in",
            targetType: "user",
            targetId: user.id,
            targetName: user.name,
          },
        );
      });
      return { sessionId, userId: user.id, name: user.name, email: user.email };
    },

    async signOut(actor) {
      await revoke({ userId: actor.userId, idHash: actor.sessionIdHash });
    },

    async actorFromCookies(cookieHeader, caller) {
      const sessionId = await sessionIdFromCookies(cookieHeader, {
        secret: deps.sessionSecret,
        secure: deps.secureCookies,
      });
      if (sessionId === null) return null;
      const found = await findSession(hashToken(sessionId));
      return found === null ? null : { ...found, ...caller };
    },

    async account(actor) {
      const [user, workspace] = await Promise.all([
        prisma.user.findUniqueOrThrow({ where: { id: actor.userId } }),
        prisma.workspace.findUniqueOrThrow({ where: { id: actor.workspaceId } }),
      ]);
      return {
        userId: user.id,
        name: user.name,
        email: user.email,
        role: actor.role,
        workspace: { id: workspace.id, name: workspace.name },
      };
    },

    async changePassword(actor, input) {
      attempts.take(`password:${actor.userId}`);
      const user = await prisma.user.findUniqueOrThrow({ where: { id: actor.userId } });
      if (!(await verifyPassword(user.passwordHash, input.current))) {
        throw new UserError("wrong_credentials", "The current password is wrong.");
      }
      const passwordHash = await hashPassword(input.next);
      await prisma.$transaction(async (tx) => {
        await tx.user.update({ where: { id: user.id }, data: { passwordHash } });
        await recordAudit(tx, actor, {
          action: "account.password",
          targetType: "user",
          targetId: user.id,
          targetName: user.name,
        });
      });
      // Whoever else is signed in with the old password has to sign in again.
      await revoke({ userId: user.id, idHash: { not: actor.sessionIdHash } });
    },

    async sessions(actor) {
      const rows = await prisma.session.findMany({
        where: { userId: actor.userId, revokedAt: null, expiresAt: { gt: clock() } },
        orderBy: { lastSeenAt: "desc" },
      });
      return rows.map((session) => ({
        idHash: session.idHash,
        userAgent: session.userAgent,
        ip: session.ip,
        createdAt: session.createdAt.toISOString(),
        lastSeenAt: session.lastSeenAt.toISOString(),
        current: session.idHash === actor.sessionIdHash,
      }));
    },

    async revokeSession(actor, idHash) {
      await revoke({ userId: actor.userId, idHash });
    },

    sessionSecret: () => deps.sessionSecret,
    secureCookies: () => deps.secureCookies,
  };

  async function countFailure(userId: string, now: Date): Promise<void> {
    const { failedSignIns } = await prisma.user.update({
      where: { id: userId },
      data: { failedSignIns: { increment: 1 } },
      select: { failedSignIns: true },
    });
    const rest = restAfter(failedSignIns);
    if (rest === 0) return;
    await prisma.user.update({
      where: { id: userId },
      data: { lockedUntil: new Date(now.getTime() + rest) },
    });
  }
}
