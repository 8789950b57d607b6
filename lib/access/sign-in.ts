import type { SecretBox } from "#lib/connections/secret-box.ts";
import type { Prisma, PrismaClient } from "#lib/db/generated/client.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { Attempts } from "./attempts.ts";
import { recordAudit } from "./audit.ts";
import type { AccessService, Caller } from "./contract.ts";
import { findPerson, lockProfile } from "./external/find-person.ts";
import { createUnknownLockOut, lockedError, restAfter } from "./lock-out.ts";
import { openSession, targetOf } from "./open-session.ts";
import { verifyPassword } from "./password.ts";
import type { SecondFactors } from "./second-factor/contract.ts";
import {
  consumeTicket,
  type ExternalFirstStep,
  issueTicket,
  readTicket,
  secondFactorRequired,
} from "./second-factor/second-step.ts";
import { verifyCode } from "./second-factor/verify-code.ts";
import { wrongCode } from "./second-factor/wrong-code.ts";

type Deps = {
  prisma: PrismaClient;
  ring: Pick<SecretBox, "open">;
  attempts: Attempts;
  clock: () => Date;
};
type Credentials = { email: string; password: string };
type Person = { id: string; name: string; email: string };

export type SignIn = {
  /**
   * Whose password it is. Throws `wrong_credentials`, `account_locked`, `rate_limited`, and
   * `second_factor_required` with a ticket for an account that asks for a code too, unless the code
   * is given: then `wrong_code`.
   */
  check(
    credentials: Credentials & { code?: string | undefined },
    caller: Caller,
  ): Promise<Person & { workspaceId?: string }>;
  /** Checks and opens a session where the person was last. Throws `no_workspace` besides. */
  open: AccessService["signIn"];
  /** Checks the code and opens the session. */
  secondStep: SecondFactors["signIn"];
};

/**
 * Checks passwords and opens sessions. A wrong address and a wrong password look the same from
 * outside, in words, in time and in the lock-out.
 */
export function createSignIn({ prisma, ring, attempts, clock }: Deps): SignIn {
  const refuseUnknown = createUnknownLockOut();

  async function refuseCode(
    person: { id: string; name: string },
    caller: Caller,
    workspaceId: string | undefined,
  ): Promise<never> {
    const place = workspaceId === undefined ? {} : { workspaceId };
    await recordAudit(
      prisma,
      { ...caller, ...place, userId: person.id, name: person.name },
      { action: "session.refused", ...targetOf(person), after: { step: "code" } },
    );
    throw wrongCode();
  }

  const signIn: SignIn = {
    async check(credentials, caller) {
      const email = credentials.email.trim().toLowerCase();
      const key = `address:${caller.ip}`;
      attempts.take(key);
      const user = await prisma.user.findUnique({
        where: { email },
        include: { memberships: lastPlace, secondFactor: true },
      });
      const now = clock();
      if (user === null) {
        refuseUnknown(email, now);
        await verifyPassword(undefined, credentials.password);
        throw wrong();
      }
      const where = user.memberships.map(({ workspaceId }) => ({ workspaceId }))[0];
      await prisma.$transaction((tx) => reserveTry(tx, user.id, now));
      if (!(await verifyPassword(user.passwordHash, credentials.password))) {
        await recordAudit(
          prisma,
          { ...caller, ...where, userId: user.id, name: user.name },
          { action: "session.refused", ...targetOf(user) },
        );
        throw wrong();
      }
      if (user.secondFactor?.confirmedAt) {
        const { code } = credentials;
        if (code === undefined) {
          attempts.giveBack(key);
          // Wrong codes go on counting: a right password must not set them back.
          await prisma.user.update({
            where: { id: user.id },
            data: { failedSignIns: { decrement: 1 }, lockedUntil: null },
          });
          throw secondFactorRequired(await issueTicket(prisma, user, now));
        }
        const tried = { userId: user.id, code, now };
        if ((await prisma.$transaction((tx) => verifyCode(tx, ring, tried))) === null) {
          await refuseCode(user, caller, where?.workspaceId);
        }
      }
      attempts.giveBack(key);
      await prisma.user.update({ where: { id: user.id }, data: unlocked });
      return { id: user.id, name: user.name, email: user.email, ...where };
    },

    async open(credentials, caller) {
      const { workspaceId, ...person } = await signIn.check(credentials, caller);
      if (workspaceId === undefined) throw noWorkspace();
      const { sessionId } = await prisma.$transaction((tx) =>
        openSession(tx, { person, workspaceId }, caller, clock()),
      );
      return { sessionId, userId: person.id, name: person.name, email: person.email };
    },

    async secondStep({ ticket, code }, caller) {
      const key = `address:${caller.ip}`;
      attempts.take(key);
      const now = clock();
      const { person, external } = await readTicket(prisma, ticket, now);
      const userId = person.id;
      const [place] = await prisma.membership.findMany({ where: { userId }, ...lastPlace });
      if (place === undefined && external === undefined) throw noWorkspace();
      await prisma.$transaction((tx) => reserveTry(tx, userId, now));
      const opened = await prisma.$transaction(async (tx) => {
        const means = await verifyCode(tx, ring, { userId, code, now });
        if (means === null) return null;
        await consumeTicket(tx, ticket, now);
        await tx.user.update({ where: { id: userId }, data: unlocked });
        const workspaceId =
          external === undefined
            ? place?.workspaceId
            : await admit(tx, person, external.profile, caller, now);
        if (workspaceId === undefined) throw noWorkspace();
        const via = external?.provider;
        return openSession(tx, { person, workspaceId, means, via }, caller, now);
      });
      if (opened === null) return await refuseCode(person, caller, place?.workspaceId);
      attempts.giveBack(key);
      return { sessionId: opened.sessionId, userId };
    },
  };
  return signIn;
}

const unlocked = { failedSignIns: 0, lockedUntil: null };

/** Where the person was last. */
const lastPlace = {
  orderBy: [
    { lastSeenAt: { sort: "desc", nulls: "last" } },
    { createdAt: "asc" },
  ] satisfies Prisma.MembershipOrderByWithRelationInput[],
  take: 1,
};

/** Where a provider's account leads once its person has given the code; undefined when nowhere. */
async function admit(
  tx: Prisma.TransactionClient,
  person: Person,
  profile: ExternalFirstStep["profile"],
  caller: Caller,
  now: Date,
): Promise<string | undefined> {
  await lockProfile(tx, profile);
  const found = await findPerson(tx, profile, caller, now, true);
  return "workspaceId" in found && found.person.id === person.id ? found.workspaceId : undefined;
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

function noWorkspace(): UserError {
  return new UserError("no_workspace", "You are not in any workspace any more.", {
    next: "Ask an admin for an invitation; your account and password stay good.",
  });
}

function wrong(): UserError {
  return new UserError("wrong_credentials", "E-mail or password is wrong.", {
    next: "Check both and try again.",
  });
}
