import type { PrismaClient } from "#lib/db/generated/client.ts";
import { UserError } from "#lib/errors/user-error.ts";
import { recordAudit } from "../audit.ts";
import { removeSecondFactor } from "./create-second-factors.ts";

/**
 * Takes a second factor away, for whoever runs the server: needs no role, but is on record in every
 * workspace of the person. Whether there was one. Throws `not_found` for an address without an account.
 */
export async function takeSecondFactor(prisma: PrismaClient, email: string): Promise<boolean> {
  return await prisma.$transaction(async (tx) => {
    const user = await tx.user.findUnique({
      where: { email: email.trim().toLowerCase() },
      include: { memberships: true },
    });
    if (user === null) throw new UserError("not_found", `No account has the address ${email}.`);
    if (!(await removeSecondFactor(tx, user.id))) return false;
    const who = { ip: "", userAgent: "", requestId: "", name: "The server's command line" };
    for (const { workspaceId } of user.memberships) {
      await recordAudit(
        tx,
        { ...who, workspaceId },
        {
          action: "second-factor.reset",
          targetType: "user",
          targetId: user.id,
          targetName: user.name,
        },
      );
    }
    return true;
  });
}
