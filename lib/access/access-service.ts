import type { SecretBox } from "#lib/connections/secret-box.ts";
import type { PrismaClient } from "#lib/db/generated/client.ts";
import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { Mailer } from "#lib/mail/contract.ts";
import { createAttempts } from "./attempts.ts";
import { recordAudit } from "./audit.ts";
import type { AccessService, Actor } from "./contract.ts";
import { createCookieReader } from "./cookie-session.ts";
import { createFirstOwner } from "./first-owner.ts";
import { hashPassword, verifyPassword } from "./password.ts";
import type { PeopleService } from "./people/contract.ts";
import { createPeopleService } from "./people/create-people-service.ts";
import type { SecondFactors } from "./second-factor/contract.ts";
import { createSecondFactors } from "./second-factor/create-second-factors.ts";
import { hashToken } from "./session-token.ts";
import { createSessions } from "./sessions.ts";
import { createSignIn } from "./sign-in.ts";

export type AccessDeps = {
  prisma: PrismaClient;
  /** Encrypts the secrets of second factors. */
  ring: SecretBox;
  /** Encrypts the sign-in cookie; from `ring.derive("session")`. */
  sessionSecret: string;
  /** Only over HTTPS. */
  secureCookies: boolean;
  /** Served on anything but loopback: the first account needs the printed link. */
  requireSetupToken: boolean;
  /** The installation's mail. Default: none; links are shown instead. */
  mailer?: Mailer;
  /** The address that mailed links begin with; needed with a mailer. Default: none. */
  baseUrl?: string;
  /** Fills a new workspace, with its example flow. Its failure does not undo the account. */
  prepareWorkspace?: (owner: Actor) => Promise<void>;
  /** Told of what went wrong behind somebody's back. Default: nothing. */
  onError?: (error: unknown) => void;
  clock?: () => Date;
};

/** Accounts and sessions, and the people of the workspaces. */
export function createAccessService(deps: AccessDeps): AccessService & {
  people: PeopleService;
  secondFactors: SecondFactors;
  /** Every session is looked up anew: what it may do has changed. */
  forgetSessions(): void;
} {
  const { prisma } = deps;
  const clock = deps.clock ?? (() => new Date());
  const onError = deps.onError ?? (() => undefined);
  const attempts = createAttempts(() => clock().getTime());
  const sessions = createSessions({ prisma, clock, onError });
  const sessionIdFrom = createCookieReader({
    secret: deps.sessionSecret,
    secure: deps.secureCookies,
  });
  const signIn = createSignIn({ prisma, ring: deps.ring, attempts, clock });
  const prepareWorkspace = async (owner: Actor) => {
    await deps.prepareWorkspace?.(owner).catch(onError);
  };
  let setUp = false;

  return {
    async needsSetup() {
      setUp ||= (await prisma.user.findFirst({ select: { id: true } })) !== null;
      return !setUp;
    },

    async createOwner(input, caller) {
      const key = `setup:${caller.ip}`;
      attempts.take(key);
      const owner = await createFirstOwner(prisma, input, caller, {
        requireToken: deps.requireSetupToken,
        now: clock(),
      });
      attempts.giveBack(key);
      await prepareWorkspace(owner);
      return { userId: owner.userId };
    },

    signIn: signIn.open,
    people: createPeopleService({
      ...{ prisma, sessions, signIn, attempts, clock, prepareWorkspace },
      post: { mailer: deps.mailer ?? noMail, baseUrl: deps.baseUrl ?? "" },
    }),

    secondFactors: createSecondFactors({
      ...{ prisma, ring: deps.ring, sessions, signIn, attempts, clock },
    }),

    forgetSessions: () => sessions.forget(),

    async signOut(actor) {
      await sessions.end(actor, actor.sessionIdHash, "session.sign-out").catch((error: unknown) => {
        // Ended already: what was asked for is so.
        if (!isPatchbayError(error) || error.code !== "not_found") throw error;
      });
    },

    async actorFromCookies(cookieHeader, caller) {
      const sessionId = await sessionIdFrom(cookieHeader);
      if (sessionId === null) return null;
      const found = await sessions.find(hashToken(sessionId));
      return found === null ? null : { ...found, ...caller };
    },

    async account(actor) {
      const membership = await prisma.membership.findUnique({
        where: { workspaceId_userId: { workspaceId: actor.workspaceId, userId: actor.userId } },
        include: { user: true, workspace: true },
      });
      if (membership === null) throw new UserError("not_found", "This account does not exist.");
      const { user, workspace } = membership;
      return {
        userId: user.id,
        name: user.name,
        email: user.email,
        role: actor.role,
        workspace: { id: workspace.id, name: workspace.name },
      };
    },

    async changePassword(actor, input) {
      const key = `password:${actor.userId}`;
      attempts.take(key);
      const user = await prisma.user.findUniqueOrThrow({ where: { id: actor.userId } });
      if (!(await verifyPassword(user.passwordHash, input.current))) {
        throw new UserError("wrong_credentials", "The current password is wrong.");
      }
      if (input.current === input.next) {
        throw new UserError("weak_password", "The new password is the same as the current one.");
      }
      const passwordHash = await hashPassword(input.next);
      await prisma.$transaction(async (tx) => {
        await tx.user.update({ where: { id: user.id }, data: { passwordHash } });
        // Whoever else is signed in with the old password has to sign in again.
        const ended = await sessions.revoke(tx, {
          userId: user.id,
          idHash: { not: actor.sessionIdHash },
        });
        await recordAudit(tx, actor, {
          action: "account.password",
          targetType: "user",
          targetId: user.id,
          targetName: user.name,
          after: { sessionsEnded: ended },
        });
      });
      sessions.forget();
      attempts.giveBack(key);
    },

    sessions: (actor) => sessions.list(actor),
    revokeSession: (actor, idHash) => sessions.end(actor, idHash, "session.revoke"),
    revokeOtherSessions: (actor) => sessions.endOthers(actor),
    sessionSecret: () => deps.sessionSecret,
    secureCookies: () => deps.secureCookies,
  };
}

const noMail: Mailer = {
  configured: false,
  async send() {
    throw new UserError("mail_failed", "Patchbay has no mail server.");
  },
};
