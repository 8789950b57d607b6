import { v7 as uuid } from "uuid";
import { Prisma } from "#lib/db/generated/client.ts";
import { UserError } from "#lib/errors/user-error.ts";
import { letters } from "#lib/mail/letters.ts";
import { recordAudit } from "../audit.ts";
import type { Actor } from "../contract.ts";
import { requirePermission } from "../permissions.ts";
import { hashToken, newToken } from "../session-token.ts";
import { givenRole, invitationMail, type PeopleService } from "./contract.ts";
import { stateOfLink } from "./link-state.ts";
import { aboutInvitation } from "./note-invitation-mail.ts";
import type { PeopleDeps } from "./people-deps.ts";

type Part = Pick<
  PeopleService,
  "invitations" | "invite" | "inviteAgain" | "revokeInvitation" | "readInvitation"
>;

/** An invitation is good for this long, in ms: seven days. */
const lifeMs = 7 * 86_400_000;

/** Invitations: made, listed, taken back. */
export function createInvitations({ prisma, attempts, clock, post }: PeopleDeps): Part {
  const nameOf = async (userId: string | null) =>
    userId === null
      ? ""
      : ((await prisma.user.findUnique({ where: { id: userId }, select: { name: true } }))?.name ??
        "");

  /** Puts the link into the post, within the transaction that makes it. */
  async function mail(
    tx: Prisma.TransactionClient,
    actor: Actor,
    { email, role, token, until }: { email: string; role: string; token: string; until: Date },
  ): Promise<void> {
    const workspace = await tx.workspace.findUniqueOrThrow({ where: { id: actor.workspaceId } });
    const letter = letters.invitation({
      ...{ to: email, role, workspace: workspace.name, invitedBy: actor.name },
      link: `${post.baseUrl}/invite/${token}`,
    });
    await post.mailer.send(letter, { tx, until, about: aboutInvitation(token) });
  }

  return {
    async invitations(actor) {
      requirePermission(actor, "people.manage");
      const rows = await prisma.invitation.findMany({
        where: {
          workspaceId: actor.workspaceId,
          acceptedAt: null,
          revokedAt: null,
          expiresAt: { gt: clock() },
        },
        orderBy: { createdAt: "desc" },
      });
      const makers = await prisma.user.findMany({
        where: { id: { in: rows.flatMap((row) => row.createdBy ?? []) } },
        select: { id: true, name: true },
      });
      const names = new Map(makers.map(({ id, name }) => [id, name]));
      return rows.map((row) => ({
        id: row.id,
        role: givenRole.parse(row.role),
        email: row.email,
        note: row.note,
        createdBy: names.get(row.createdBy ?? "") ?? "",
        createdAt: row.createdAt.toISOString(),
        expiresAt: row.expiresAt.toISOString(),
        mail: invitationMail.safeParse(row.mail).data ?? null,
      }));
    },

    async invite(actor, input) {
      requirePermission(actor, "people.manage");
      const { workspaceId } = actor;
      const token = newToken();
      const id = uuid();
      const now = clock();
      const expiresAt = new Date(now.getTime() + lifeMs);
      const mailed = input.email !== "" && post.mailer.configured;
      await prisma.$transaction(async (tx) => {
        const there =
          input.email === ""
            ? null
            : await tx.membership.findFirst({
                where: { workspaceId, user: { email: input.email } },
              });
        if (there !== null) {
          throw new UserError("already_member", `${input.email} is in this workspace already.`);
        }
        await tx.invitation.create({
          data: {
            ...input,
            id,
            workspaceId,
            tokenHash: hashToken(token),
            createdBy: actor.userId,
            createdAt: now,
            expiresAt,
            ...(mailed && { mail: { state: "waiting" } }),
          },
        });
        if (mailed) await mail(tx, actor, { ...input, token, until: expiresAt });
        await recordAudit(tx, actor, {
          action: "invitation.create",
          targetType: "invitation",
          targetId: id,
          targetName: input.email,
          after: { ...input, mailed },
        });
      });
      return { id, token, mailed };
    },

    async inviteAgain(actor, { id, way }) {
      requirePermission(actor, "people.manage");
      const { workspaceId } = actor;
      const token = newToken();
      const now = clock();
      const expiresAt = new Date(now.getTime() + lifeMs);
      await prisma.$transaction(async (tx) => {
        const { count } = await tx.invitation.updateMany({
          where: { id, workspaceId, acceptedAt: null, revokedAt: null },
          data: {
            ...{ tokenHash: hashToken(token), expiresAt },
            mail: way === "mail" ? { state: "waiting" } : Prisma.DbNull,
          },
        });
        if (count === 0) throw gone();
        const row = await tx.invitation.findUniqueOrThrow({ where: { id } });
        if (way === "mail") {
          if (row.email === "") {
            throw new UserError("invalid_input", "This invitation has no e-mail address.");
          }
          await mail(tx, actor, { ...row, token, until: expiresAt });
        }
        await recordAudit(tx, actor, {
          action: "invitation.again",
          targetType: "invitation",
          targetId: id,
          targetName: row.email,
          after: { mailed: way === "mail" },
        });
      });
      return { token };
    },

    async revokeInvitation(actor, id) {
      requirePermission(actor, "people.manage");
      const { workspaceId } = actor;
      await prisma.$transaction(async (tx) => {
        const { count } = await tx.invitation.updateMany({
          where: { id, workspaceId, acceptedAt: null, revokedAt: null },
          data: { revokedAt: clock() },
        });
        if (count === 0) throw gone();
        const row = await tx.invitation.findUniqueOrThrow({ where: { id } });
        await recordAudit(tx, actor, {
          action: "invitation.revoke",
          targetType: "invitation",
          targetId: id,
          targetName: row.email,
          before: { role: row.role, email: row.email },
        });
      });
    },

    async readInvitation(token, caller) {
      const key = `link:${caller.ip}`;
      attempts.take(key);
      const row = await prisma.invitation.findUnique({
        where: { tokenHash: hashToken(token) },
        include: { workspace: { select: { name: true } } },
      });
      // Only guesses count.
      if (row !== null) attempts.giveBack(key);
      const state = stateOfLink(row && { ...row, usedAt: row.acceptedAt }, clock());
      if (row === null || state !== "open") return { state: state === "open" ? "unknown" : state };
      return {
        state,
        workspaceId: row.workspaceId,
        workspace: row.workspace.name,
        role: givenRole.parse(row.role),
        email: row.email,
        invitedBy: await nameOf(row.createdBy),
      };
    },
  };
}

function gone(): UserError {
  return new UserError("not_found", "This invitation was used or revoked already.");
}
