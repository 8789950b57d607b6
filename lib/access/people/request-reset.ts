import { setTimeout as wait } from "node:timers/promises";
import { UserError } from "#lib/errors/user-error.ts";
import { letters } from "#lib/mail/letters.ts";
import { recordAudit } from "../audit.ts";
import type { PeopleService } from "./contract.ts";
import { issueMailedReset, mailedLifeMs, resetPurpose } from "./issue-reset.ts";
import type { PeopleDeps } from "./people-deps.ts";

/** Mails to one address within an hour; further requests are answered and send nothing. */
const mailsPerHour = 3;
/** Every answer takes at least so long, in ms: its time does not tell which addresses have an account. */
const answerMs = 300;

/** Asking for a new password, by whoever says that it is theirs. */
export function createResetRequest({
  prisma,
  attempts,
  clock,
  post,
}: PeopleDeps): PeopleService["requestReset"] {
  async function mailLink(email: string, caller: Parameters<PeopleService["requestReset"]>[1]) {
    const now = clock();
    await prisma.$transaction(async (tx) => {
      const user = await tx.user.findUnique({ where: { email }, include: { memberships: true } });
      if (user === null) return;
      // Of several requests at once, one counts after the other.
      await tx.$queryRaw`SELECT id FROM users WHERE id = ${user.id} FOR UPDATE`;
      const sent = await tx.oneTimeToken.count({
        where: {
          purpose: resetPurpose,
          createdAt: { gt: new Date(now.getTime() - mailedLifeMs) },
          data: { path: ["userId"], equals: user.id },
        },
      });
      if (sent >= mailsPerHour) return;
      const token = await issueMailedReset(tx, user.id, now);
      const link = `${post.baseUrl}/reset/${token}`;
      const letter = letters.newPassword({ to: email, name: user.name, link });
      await post.mailer.send(letter, { tx, until: new Date(now.getTime() + mailedLifeMs) });
      for (const { workspaceId } of user.memberships) {
        await recordAudit(
          tx,
          { ...caller, workspaceId },
          {
            action: "account.reset-request",
            targetType: "user",
            targetId: user.id,
            targetName: user.name,
          },
        );
      }
    });
  }

  return async ({ email }, caller) => {
    if (!post.mailer.configured) {
      throw new UserError("mail_failed", "Patchbay sends no mail here.", {
        next: "Ask an admin of your workspace for a link for a new password.",
      });
    }
    attempts.take(`forgot:${caller.ip}`);
    const rest = wait(answerMs);
    await mailLink(email.trim().toLowerCase(), caller);
    await rest;
  };
}
