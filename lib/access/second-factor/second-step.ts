import { z } from "zod";
import type { Prisma, PrismaClient } from "#lib/db/generated/client.ts";
import { UserError } from "#lib/errors/user-error.ts";
import { hashToken, newToken } from "../session-token.ts";

const purpose = "second-factor";
/** Between the first step and the code, in ms: ten minutes. */
const lifeMs = 600_000;

/** Somebody whom a provider has named; what follows from that waits for the code. */
const external = z.object({
  provider: z.string(),
  profile: z.object({
    issuer: z.string(),
    subject: z.string(),
    verifiedEmail: z.string(),
    name: z.string(),
  }),
});
export type ExternalFirstStep = z.infer<typeof external>;

const held = z.object({
  userId: z.string(),
  password: z.string(),
  external: external.optional(),
});

type Person = { id: string; passwordHash: string };

/** A new password ends what the old one has begun. */
const markOf = (person: Person) => hashToken(person.passwordHash).slice(0, 32);

/**
 * Says that somebody's password was right, or that a provider has named them: good for the second
 * step of this sign-in.
 */
export async function issueTicket(
  prisma: PrismaClient,
  person: Person,
  now: Date,
  external?: ExternalFirstStep,
): Promise<string> {
  const ticket = newToken();
  await prisma.$transaction([
    prisma.oneTimeToken.deleteMany({ where: { purpose, expiresAt: { lte: now } } }),
    prisma.oneTimeToken.create({
      data: {
        ...{ tokenHash: hashToken(ticket), purpose, createdAt: now },
        data: { userId: person.id, password: markOf(person), ...(external && { external }) },
        expiresAt: new Date(now.getTime() + lifeMs),
      },
    }),
  ]);
  return ticket;
}

/** Whose ticket it is; it stays good, since a code may be mistyped. Throws `invalid_token`. */
export async function readTicket(
  prisma: Pick<PrismaClient, "oneTimeToken" | "user">,
  ticket: string,
  now: Date,
) {
  const row = await prisma.oneTimeToken.findFirst({
    where: { tokenHash: hashToken(ticket), purpose, usedAt: null, expiresAt: { gt: now } },
  });
  const said = held.safeParse(row?.data).data;
  const user =
    said === undefined ? null : await prisma.user.findUnique({ where: { id: said.userId } });
  if (user === null || said?.password !== markOf(user)) throw over();
  return { person: user, external: said.external };
}

/** Uses a ticket up, in the transaction that opens the session. Throws `invalid_token`. */
export async function consumeTicket(
  tx: Prisma.TransactionClient,
  ticket: string,
  now: Date,
): Promise<void> {
  const { count } = await tx.oneTimeToken.updateMany({
    where: { tokenHash: hashToken(ticket), purpose, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
  if (count !== 1) throw over();
}

/** The refusal that carries the ticket: whoever does not know of second factors refuses too. */
export function secondFactorRequired(ticket: string): UserError {
  return new UserError("second_factor_required", "This account asks for a code too.", {
    next: "Sign in on the sign-in page first, then open this link again.",
    details: { ticket },
  });
}

function over(): UserError {
  return new UserError("invalid_token", "This sign-in has taken too long.", {
    next: "Begin again on the sign-in page.",
  });
}
