import { v7 as uuid } from "uuid";
import type { Prisma } from "#lib/db/generated/client.ts";
import { recordAudit } from "../audit.ts";
import type { Caller } from "../contract.ts";
import { hashPassword } from "../password.ts";
import { acceptInvitation } from "../people/joining.ts";
import { newToken } from "../session-token.ts";
import type { Profile } from "./ask-provider.ts";
import type { RefusalReason } from "./contract.ts";

type Person = { id: string; name: string; email: string };
type Found =
  | { person: Person; workspaceId: string }
  /** Their account asks for a code too; nothing was changed. */
  | { asksForCode: Person & { passwordHash: string } }
  | { refused: RefusalReason; person?: Person };

const latestMembership = {
  memberships: {
    orderBy: [{ lastSeenAt: { sort: "desc", nulls: "last" } }, { createdAt: "asc" }],
    take: 1,
  },
  secondFactor: true,
} as const satisfies Prisma.UserInclude;

/**
 * Whose account a provider's profile opens, and the workspace it opens in. Whoever signed in with
 * this provider before is known by its subject, whatever the address is by now. The first time, the
 * address decides, and only one that the provider has verified: it has to be a member's, or an open
 * invitation's, which is then accepted. Whoever has a second factor is only named until its code was
 * given (`hasGivenCode`): a provider takes the place of the password, not of the second factor.
 */
export async function findPerson(
  tx: Prisma.TransactionClient,
  profile: Profile,
  caller: Caller,
  now: Date,
  hasGivenCode = false,
): Promise<Found> {
  const { issuer, subject, verifiedEmail } = profile;
  const bound = await tx.signInIdentity.findUnique({
    where: { issuer_subject: { issuer, subject } },
    include: { user: { include: latestMembership } },
  });
  const email = bound?.user.email ?? verifiedEmail;
  if (email === "") return { refused: "unverified" };
  const user =
    bound?.user ?? (await tx.user.findUnique({ where: { email }, include: latestMembership }));
  if (bound === null && user !== null) {
    const other = await tx.signInIdentity.findFirst({ where: { issuer, userId: user.id } });
    // An address that was given to somebody else at the provider opens nobody's account here.
    if (other !== null) return { refused: "another", person: user };
  }
  const asksForCode = user?.secondFactor?.confirmedAt && !hasGivenCode ? user : null;
  const workspaceId = user?.memberships[0]?.workspaceId;
  if (user !== null && workspaceId !== undefined) {
    if (asksForCode !== null) return { asksForCode };
    if (bound === null) await bind(tx, user, workspaceId, profile, caller, now);
    return { person: user, workspaceId };
  }
  // Addressed to the verified address; what a bound account was called long ago proves nothing.
  const invitation =
    verifiedEmail === email
      ? await tx.invitation.findFirst({
          where: { email, acceptedAt: null, revokedAt: null, expiresAt: { gt: now } },
          orderBy: { createdAt: "desc" },
        })
      : null;
  if (invitation === null) {
    return { refused: "uninvited", ...(user !== null && { person: user }) };
  }
  if (asksForCode !== null) return { asksForCode };
  const person = user ?? (await createAccount(tx, profile));
  const joined = await acceptInvitation(tx, invitation.tokenHash, person, caller, now);
  if (user === null) {
    await recordAudit(tx, whoIs(person, joined, caller), {
      action: "account.create",
      ...{ targetType: "user", targetId: person.id, targetName: person.name },
      after: { email, issuer },
    });
  }
  if (bound === null) await bind(tx, person, joined, profile, caller, now);
  return { person, workspaceId: joined };
}

/** One sign-in of a provider's account at a time, until the transaction ends. */
export async function lockProfile(
  tx: Prisma.TransactionClient,
  { issuer, subject }: Profile,
): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${issuer + subject}, 7))`;
}

/** With a password that nobody knows: a link for a new one makes it usable. */
async function createAccount(
  tx: Prisma.TransactionClient,
  { verifiedEmail, name }: Profile,
): Promise<Person> {
  const person = {
    id: uuid(),
    email: verifiedEmail,
    name: (name || verifiedEmail).replace(/\p{C}+/gu, " ").slice(0, 80),
  };
  await tx.user.create({ data: { ...person, passwordHash: await hashPassword(newToken()) } });
  return person;
}

async function bind(
  tx: Prisma.TransactionClient,
  person: Person,
  workspaceId: string,
  { issuer, subject }: Profile,
  caller: Caller,
  now: Date,
): Promise<void> {
  await tx.signInIdentity.create({ data: { issuer, subject, userId: person.id, createdAt: now } });
  await recordAudit(tx, whoIs(person, workspaceId, caller), {
    action: "account.identity",
    ...{ targetType: "user", targetId: person.id, targetName: person.name },
    after: { issuer, email: person.email },
  });
}

function whoIs({ id, name }: Person, workspaceId: string, caller: Caller) {
  const { ip, userAgent, requestId } = caller;
  return { ip, userAgent, requestId, userId: id, name, workspaceId };
}
