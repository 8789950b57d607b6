import { v7 as uuid } from "uuid";
import type { Prisma } from "#lib/db/generated/client.ts";
import { UserError } from "#lib/errors/user-error.ts";
import { type AuditCaller, recordAudit } from "../audit.ts";
import { openSession } from "../open-session.ts";
import { hashPassword } from "../password.ts";
import { hashToken } from "../session-token.ts";
import type { PeopleService } from "./contract.ts";
import { endResets } from "./issue-reset.ts";
import { lockMembers } from "./member-rules.ts";
import type { PeopleDeps } from "./people-deps.ts";

type Part = Pick<PeopleService, "joinAsNew" | "joinWithPassword" | "join">;
type Person = { id: string; name: string; email: string };

/** Accepting an invitation, with or without an account. */
export function createJoining({ prisma, sessions, signIn, attempts, clock }: PeopleDeps): Part {
  /** Before an expensive hash: nobody without a good link keeps the server busy. */
  async function requireOpen(token: string): Promise<void> {
    const row = await prisma.invitation.findUnique({ where: { tokenHash: hashToken(token) } });
    const good = row?.acceptedAt === null && row.revokedAt === null && row.expiresAt > clock();
    if (!good) throw notGood();
  }

  return {
    async joinAsNew(input, caller) {
      const key = `link:${caller.ip}`;
      attempts.take(key);
      await requireOpen(input.token);
      const passwordHash = await hashPassword(input.password);
      const user = { id: uuid(), name: input.name, email: input.email };
      const opened = await prisma
        .$transaction(async (tx) => {
          const { email } = user;
          if ((await tx.user.findUnique({ where: { email } })) !== null) throw emailTaken();
          await tx.user.create({ data: { ...user, passwordHash } });
          const workspaceId = await acceptInvitation(
            tx,
            hashToken(input.token),
            user,
            caller,
            clock(),
          );
          await recordAudit(
            tx,
            { ...caller, userId: user.id, name: user.name, workspaceId },
            {
              action: "account.create",
              targetType: "user",
              targetId: user.id,
              targetName: user.name,
              after: { email },
            },
          );
          return openSession(tx, { person: user, workspaceId }, caller, clock());
        })
        .catch((error: unknown) => {
          // Two tries at once with one address: the later one meets the earlier one's row.
          throw isTaken(error) ? emailTaken() : error;
        });
      attempts.giveBack(key);
      return opened;
    },

    async joinWithPassword({ token, ...credentials }, caller) {
      await requireOpen(token);
      const user = await signIn.check(credentials, caller);
      return await prisma.$transaction(async (tx) => {
        const workspaceId = await acceptInvitation(tx, hashToken(token), user, caller, clock());
        return openSession(tx, { person: user, workspaceId }, caller, clock());
      });
    },

    async join(actor, token) {
      await prisma.$transaction(async (tx) => {
        const user = await tx.user.findUniqueOrThrow({ where: { id: actor.userId } });
        const workspaceId = await acceptInvitation(tx, hashToken(token), user, actor, clock());
        await tx.session.update({
          where: { idHash: actor.sessionIdHash },
          data: { workspaceId },
        });
      });
      sessions.forget();
    },
  };
}

/**
 * Uses an invitation up and makes its member, in one transaction: of several tries at once, one
 * succeeds. Returns the workspace. Throws `invalid_token`, `not_permitted` for another address's
 * invitation, `already_member` for who is one.
 */
export async function acceptInvitation(
  tx: Prisma.TransactionClient,
  tokenHash: string,
  user: Person,
  caller: { ip: string; userAgent: string; requestId: string },
  now: Date,
): Promise<string> {
  const { count } = await tx.invitation.updateMany({
    where: { tokenHash, acceptedAt: null, revokedAt: null, expiresAt: { gt: now } },
    data: { acceptedAt: now },
  });
  if (count !== 1) throw notGood();
  const invitation = await tx.invitation.findUniqueOrThrow({ where: { tokenHash } });
  const { workspaceId, role } = invitation;
  await lockMembers(tx, workspaceId);
  if (invitation.email !== "" && invitation.email !== user.email) {
    throw new UserError("not_permitted", `This invitation is for ${invitation.email}.`, {
      next: "Sign in with that address, or ask for a link of your own.",
    });
  }
  const key = { workspaceId_userId: { workspaceId, userId: user.id } };
  if ((await tx.membership.findUnique({ where: key })) !== null) {
    throw new UserError("already_member", "You are in this workspace already.", {
      next: "The link stays good for somebody else.",
    });
  }
  await tx.membership.create({
    data: { workspaceId, userId: user.id, role, lastSeenAt: now, createdAt: now },
  });
  await endResets(tx, user.id, now);
  const who: AuditCaller = {
    ip: caller.ip,
    userAgent: caller.userAgent,
    requestId: caller.requestId,
    userId: user.id,
    name: user.name,
    workspaceId,
  };
  await recordAudit(tx, who, {
    action: "member.join",
    targetType: "user",
    targetId: user.id,
    targetName: user.name,
    after: { role, email: user.email, invitation: invitation.id },
  });
  return workspaceId;
}

function notGood(): UserError {
  return new UserError("invalid_token", "This invitation was used, revoked or has expired.", {
    next: "Ask whoever invited you for a new link.",
  });
}

function emailTaken(): UserError {
  return new UserError("email_taken", "There is an account with this e-mail address already.", {
    next: "Sign in with it to join.",
  });
}

/** Prisma's error for a unique value that is there already. */
function isTaken(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "P2002";
}
