import { z } from "zod";
import type { Actor } from "#lib/access/contract.ts";
import { hashToken } from "#lib/access/session-token.ts";
import type { OneTimeToken, PrismaClient } from "#lib/db/generated/client.ts";
import { envelope } from "../envelope.ts";
import type { KeyRing } from "../key-ring.ts";

/** How long somebody may take at the provider, in ms. */
export const lifeMs = 10 * 60_000;
const purpose = "oauth-connect";

const outcome = z.object({
  ok: z.boolean(),
  title: z.string(),
  message: z.string(),
  next: z.string(),
});
export type ToldOutcome = z.infer<typeof outcome>;

const stateData = z.object({
  workspaceId: z.string(),
  connectionId: z.string(),
  sessionIdHash: z.string(),
  /** Kind, provider, client and addresses at the start. */
  identity: z.string(),
  verifier: envelope,
  /** How it ended, so that a reload tells the same again. */
  outcome: outcome.optional(),
});
export type StateData = z.infer<typeof stateData>;

type Deps = { prisma: PrismaClient; ring: KeyRing };

/** What the verifier's ciphertext belongs to: it opens for this way to the provider only. */
function bindingOf(tokenHash: string, data: Pick<StateData, "workspaceId" | "connectionId">) {
  const { workspaceId, connectionId } = data;
  return { workspaceId, connectionId, kind: `${purpose}:${tokenHash}` };
}

/** Remembers that somebody was sent to a provider; what has run out is forgotten. */
export async function rememberState(
  { prisma, ring }: Deps,
  actor: Actor,
  { state, verifier, connectionId, identity }: { [key in Remembered]: string },
  now: Date,
): Promise<void> {
  const tokenHash = hashToken(state);
  const { workspaceId, sessionIdHash } = actor;
  const data: StateData = {
    ...{ workspaceId, connectionId, sessionIdHash, identity },
    verifier: ring.seal(verifier, bindingOf(tokenHash, { workspaceId, connectionId })),
  };
  const expiresAt = new Date(now.getTime() + lifeMs);
  await prisma.$transaction([
    // A day longer than it is good for, so that whoever comes late reads why.
    prisma.oneTimeToken.deleteMany({
      where: { purpose, expiresAt: { lt: new Date(now.getTime() - 86_400_000) } },
    }),
    prisma.oneTimeToken.create({ data: { tokenHash, purpose, data, createdAt: now, expiresAt } }),
  ]);
}
type Remembered = "state" | "verifier" | "connectionId" | "identity";

/** What was remembered under a state, if this session started it in this workspace. */
export async function findState({ prisma }: Deps, actor: Actor, state: string) {
  const row = await prisma.oneTimeToken.findFirst({
    where: { tokenHash: hashToken(state), purpose },
  });
  if (row === null) return undefined;
  const data = stateData.parse(row.data);
  const own = data.sessionIdHash === actor.sessionIdHash && data.workspaceId === actor.workspaceId;
  return { row, data, own };
}

/** Uses a state up. False when another request was first. */
export async function consumeState(
  { prisma }: Deps,
  { tokenHash }: OneTimeToken,
  now: Date,
): Promise<boolean> {
  const { count } = await prisma.oneTimeToken.updateMany({
    where: { tokenHash, purpose, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
  return count === 1;
}

/** The PKCE verifier that belongs to a state. */
export function verifierOf({ ring }: Deps, row: OneTimeToken, data: StateData): string {
  return ring.open(data.verifier, bindingOf(row.tokenHash, data));
}

/** Notes how it ended. */
export async function rememberOutcome(
  { prisma }: Deps,
  { tokenHash }: OneTimeToken,
  data: StateData,
  { ok, title, message, next }: ToldOutcome,
): Promise<void> {
  await prisma.oneTimeToken.updateMany({
    where: { tokenHash, purpose },
    data: { data: { ...data, outcome: { ok, title, message, next } } },
  });
}
