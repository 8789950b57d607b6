import type { PrismaClient } from "#lib/db/generated/client.ts";
import type { MailOutcome } from "#lib/mail/contract.ts";
import { hashToken } from "../session-token.ts";

const prefix = "invitation:";

/** What the mail with an invitation's link is about. */
export function aboutInvitation(token: string): string {
  return `${prefix}${hashToken(token)}`;
}

/** Keeps what has become of an invitation's mail; a link that was replaced since is passed over. */
export async function noteInvitationMail(
  prisma: PrismaClient,
  { about, ...outcome }: MailOutcome,
): Promise<void> {
  if (!about.startsWith(prefix)) return;
  await prisma.invitation.updateMany({
    where: { tokenHash: about.slice(prefix.length) },
    data: { mail: { ...outcome, at: outcome.at.toISOString() } },
  });
}
