import { z } from "zod";
import { UserError } from "#lib/errors/user-error.ts";
import { recordAudit } from "../audit.ts";
import { hashPassword } from "../password.ts";
import { requirePermission } from "../permissions.ts";
import { hashToken } from "../session-token.ts";
import type { PeopleService } from "./contract.ts";
import { endResets, issueReset, resetPurpose } from "./issue-reset.ts";
import { stateOfLink } from "./link-state.ts";
import { memberIn, requireMayManage } from "./member-rules.ts";
import type { PeopleDeps } from "./people-deps.ts";
import { createResetRequest } from "./request-reset.ts";
import { requireMayReset } from "./require-may-reset.ts";

type Part = Pick<PeopleService, "resetLink" | "requestReset" | "readReset" | "resetPassword">;

const held = z.object({ userId: z.string() });

/** New passwords for those who forgot theirs, by a link. */
export function createPasswordReset(deps: PeopleDeps): Part {
  const { prisma, sessions, attempts, clock } = deps;
  return {
    async resetLink(actor, userId) {
      requirePermission(actor, "people.manage");
      const token = await prisma.$transaction(async (tx) => {
        const member = await memberIn(tx, actor.workspaceId, userId);
        await requireMayManage(tx, actor, member);
        await requireMayReset(tx, actor, userId, "account reset-link");
        await recordAudit(tx, actor, {
          action: "account.reset-link",
          targetType: "user",
          targetId: userId,
          targetName: member.user.name,
        });
        return issueReset(tx, userId, clock());
      });
      return { token };
    },

    requestReset: createResetRequest(deps),

    async readReset(token, caller) {
      const key = `link:${caller.ip}`;
      attempts.take(key);
      const row = await prisma.oneTimeToken.findFirst({
        where: { tokenHash: hashToken(token), purpose: resetPurpose },
      });
      // Only guesses count.
      if (row !== null) attempts.giveBack(key);
      const state = stateOfLink(row, clock());
      if (row === null || state !== "open") return { state: state === "open" ? "unknown" : state };
      const { userId } = held.parse(row.data);
      const user = await prisma.user.findUnique({ where: { id: userId } });
      return user === null ? { state: "unknown" } : { state, email: user.email };
    },

    async resetPassword({ token, password }, caller) {
      const key = `link:${caller.ip}`;
      attempts.take(key);
      const where = { tokenHash: hashToken(token), purpose: resetPurpose };
      const link = await prisma.oneTimeToken.findFirst({ where });
      if (stateOfLink(link, clock()) !== "open") throw notGood();
      const passwordHash = await hashPassword(password);
      await prisma.$transaction(async (tx) => {
        const now = clock();
        const { count } = await tx.oneTimeToken.updateMany({
          where: { ...where, usedAt: null, expiresAt: { gt: now } },
          data: { usedAt: now },
        });
        if (count !== 1) throw notGood();
        const { userId } = held.parse(link?.data);
        const user = await tx.user.update({
          where: { id: userId },
          data: { passwordHash, failedSignIns: 0, lockedUntil: null },
          include: { memberships: true },
        });
        await endResets(tx, userId, now);
        const sessionsEnded = await sessions.revoke(tx, { userId });
        const who = { ...caller, userId, name: user.name };
        // It concerns every workspace that the person can get into.
        for (const { workspaceId } of user.memberships) {
          await recordAudit(
            tx,
            { ...who, workspaceId },
            {
              action: "account.password-reset",
              targetType: "user",
              targetId: userId,
              targetName: user.name,
              after: { sessionsEnded },
            },
          );
        }
      });
      sessions.forget();
      attempts.giveBack(key);
    },
  };
}

function notGood(): UserError {
  return new UserError("invalid_token", "This link was used or has expired.", {
    next: "Ask for a new one on the sign-in page.",
  });
}
