import type { Prisma } from "#lib/db/generated/client.ts";
import { recordAudit } from "./audit.ts";
import type { Caller } from "./contract.ts";
import { sessionMs } from "./session-life.ts";
import { hashToken, newToken } from "./session-token.ts";

/**
 * Opens a session, on record. The opaque id is told once; only its hash is stored. `means`: what it was
 * opened with besides the password; `via`: the provider that took its place.
 */
export async function openSession(
  tx: Prisma.TransactionClient,
  {
    person,
    workspaceId,
    means,
    via,
  }: {
    person: { id: string; name: string };
    workspaceId: string;
    means?: string;
    via?: string | undefined;
  },
  caller: Caller,
  now: Date,
): Promise<{ sessionId: string }> {
  const sessionId = newToken();
  await tx.session.create({
    data: {
      ...rowFor(caller, now),
      idHash: hashToken(sessionId),
      userId: person.id,
      workspaceId,
    },
  });
  await tx.membership.update({
    where: { workspaceId_userId: { workspaceId, userId: person.id } },
    data: { lastSeenAt: now },
  });
  await recordAudit(
    tx,
    { ...caller, workspaceId, userId: person.id, name: person.name },
    {
      action: "session.sign-in",
      ...targetOf(person),
      ...((means ?? via) !== undefined && {
        after: { ...(means && { means }), ...(via && { provider: via }) },
      }),
    },
  );
  return { sessionId };
}

/** Whom an audit entry is about. */
export function targetOf(person: { id: string; name: string }) {
  return { targetType: "user", targetId: person.id, targetName: person.name };
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
