import type { PrismaClient } from "#lib/db/generated/client.ts";
import { UserError } from "#lib/errors/user-error.ts";
import { recordAudit } from "../audit.ts";
import { issueReset } from "./issue-reset.ts";

/**
 * The token of a link that sets a new password, for whoever runs the server: needs no role, but is
 * on record in every workspace of the person. Throws `not_found` for an address without an account.
 */
export async function makeResetLink(
  prisma: PrismaClient,
  email: string,
  now: Date = new Date(),
): Promise<string> {
  return await prisma.$transaction(async (tx) => {
    const user = await tx.user.findUnique({
      where: { email: email.trim().toLowerCase() },
      include: { memberships: true },
    });
    if (user === null) throw new UserError("not_found", `No account has the address ${email}.`);
    const who = { ip: "", userAgent: "", requestId: "", name: "The server's command line" };
    for (const { workspaceId } of user.memberships) {
      await recordAudit(
        tx,
        { ...who, workspaceId },
        {
          action: "account.reset-link",
          targetType: "user",
          targetId: user.id,
          targetName: user.name,
        },
      );
    }
    return issueReset(tx, user.id, now);
  });
}
