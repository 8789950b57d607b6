import { v7 as uuid } from "uuid";
import { UserError } from "#lib/errors/user-error.ts";
import { recordAudit } from "../audit.ts";
import { requirePermission } from "../permissions.ts";
import { hashToken, newToken } from "../session-token.ts";
import { givenRole, type PeopleService } from "./contract.ts";
import { stateOfLink } from "./link-state.ts";
import type { PeopleDeps } from "./people-deps.ts";

type Part = Pick<PeopleService, "invitations" | "invite" | "revokeInvitation" | "readInvitation">;

/** An invitation is good for this long, in ms: seven days. */
const lifeMs = 7 * 86_400_000;

/** Invitations: made, listed, taken back. */
export function createInvitations({ prisma, attempts, clock }: PeopleDeps): Part {
  const nameOf = async (userId: string | null) =>
    userId === null
      ? ""
      : ((await prisma.user.findUnique({ where: { id: userId }, select: { name: true } }))?.name ??
        "");

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
      }));
    },

    async invite(actor, input) {
      requirePermission(actor, "people.manage");
      const { workspaceId } = actor;
      const token = newToken();
      const id = uuid();
      const now = clock();
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
            expiresAt: new Date(now.getTime() + lifeMs),
          },
        });
        await recordAudit(tx, actor, {
          action: "invitation.create",
          targetType: "invitation",
          targetId: id,
          targetName: input.email,
          after: { ...input },
        });
      });
      return { id, token };
    },

    async revokeInvitation(actor, id) {
      requirePermission(actor, "people.manage");
      const { workspaceId } = actor;
      await prisma.$transaction(async (tx) => {
        const { count } = await tx.invitation.updateMany({
          where: { id, workspaceId, acceptedAt: null, revokedAt: null },
          data: { revokedAt: clock() },
        });
        if (count === 0) {
          throw new UserError("not_found", "This invitation was used or revoked already.");
        }
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
