import { findSession } from "#lib/db/access/find-session.ts";
import type { Prisma, PrismaClient } from "#lib/db/generated/client.ts";
import { UserError } from "#lib/errors/user-error.ts";
import { recordAudit } from "./audit.ts";
import { type Actor, role, type SessionInfo } from "./contract.ts";
import { createSessionCache } from "./session-cache.ts";
import { sessionMs } from "./session-life.ts";

type Deps = { prisma: PrismaClient; clock: () => Date; onError: (error: unknown) => void };
type SessionActor = Omit<Actor, "ip" | "userAgent" | "requestId">;
type Which = { userId: string; workspaceId?: string; idHash?: string | { not: string } };

/** `lastSeenAt` is written at most this often, in ms. */
const seenEveryMs = 60_000;

export type Sessions = {
  /** Who a session belongs to; null when it ended, was revoked, or never was. */
  find(idHash: string): Promise<SessionActor | null>;
  list(actor: Actor): Promise<SessionInfo[]>;
  /** Ends sessions within a transaction; call `forget` once it is committed. */
  revoke(tx: Prisma.TransactionClient, which: Which): Promise<number>;
  forget(): void;
  /** Ends one session of the actor's own, on record. Throws `not_found`. */
  end(actor: Actor, idHash: string, action: string): Promise<void>;
  /** Ends every other session of the actor's own, on record. Returns how many. */
  endOthers(actor: Actor): Promise<number>;
};

/** Signed-in browsers: looked up for every request, listed, revoked. */
export function createSessions({ prisma, clock, onError }: Deps): Sessions {
  const cache = createSessionCache<SessionActor>();

  /** Nobody waits for it: a request is not slower for being the first of its minute. */
  function markSeen(idHash: string, { userId, workspaceId }: SessionActor, now: Date): void {
    const lastSeenAt = { lt: new Date(now.getTime() - seenEveryMs) };
    prisma
      .$transaction([
        prisma.session.updateMany({
          where: { idHash, revokedAt: null, lastSeenAt },
          data: { lastSeenAt: now, expiresAt: new Date(now.getTime() + sessionMs) },
        }),
        prisma.membership.updateMany({
          where: { userId, workspaceId, OR: [{ lastSeenAt: null }, { lastSeenAt }] },
          data: { lastSeenAt: now },
        }),
      ])
      .catch(onError);
  }

  const sessions: Sessions = {
    async find(idHash) {
      const held = cache.get(idHash);
      if (held !== undefined) return held;
      const reading = cache.begin();
      const now = clock();
      const row = await findSession(prisma, idHash, now);
      if (row === undefined) return null;
      const found: SessionActor = {
        userId: row.userId,
        name: row.name,
        workspaceId: row.workspaceId,
        role: role.parse(row.role),
        sessionIdHash: idHash,
        ...(row.secondFactorDue && { secondFactorDue: true as const }),
      };
      if (now.getTime() - row.lastSeenAt.getTime() > seenEveryMs) markSeen(idHash, found, now);
      reading.keep(idHash, found);
      return found;
    },

    async list(actor) {
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

    async revoke(tx, which) {
      const { count } = await tx.session.updateMany({
        where: { ...which, revokedAt: null },
        data: { revokedAt: clock() },
      });
      return count;
    },

    forget: () => cache.forgetAll(),

    async end(actor, idHash, action) {
      await prisma.$transaction(async (tx) => {
        if ((await sessions.revoke(tx, { userId: actor.userId, idHash })) === 0) {
          throw new UserError("not_found", "This session has already ended.");
        }
        await recordAudit(tx, actor, {
          action,
          targetType: "session",
          targetId: idHash.slice(0, 16),
          targetName: actor.name,
        });
      });
      cache.forgetAll();
    },

    async endOthers(actor) {
      const which = { userId: actor.userId, idHash: { not: actor.sessionIdHash } };
      const ended = await prisma.$transaction(async (tx) => {
        const count = await sessions.revoke(tx, which);
        await recordAudit(tx, actor, {
          action: "session.revoke-others",
          targetType: "user",
          targetId: actor.userId,
          targetName: actor.name,
          after: { sessionsEnded: count },
        });
        return count;
      });
      cache.forgetAll();
      return ended;
    },
  };
  return sessions;
}
