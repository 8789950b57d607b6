import { createHash } from "node:crypto";
import { recordAudit } from "#lib/access/audit.ts";
import type { Actor } from "#lib/access/contract.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { Prisma, PrismaClient } from "#lib/db/generated/client.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { JsonObject } from "#lib/flow/json.ts";
import type { FlowStore } from "#lib/flow-store/contract.ts";
import type { WorkspaceService } from "./contract.ts";
import { readLogo } from "./read-logo.ts";
import { createWorkspaceRemoval } from "./remove-workspace.ts";
import { workspaceSettings } from "./settings.ts";

export type WorkspaceDeps = {
  prisma: PrismaClient;
  flows: Pick<FlowStore, "list" | "remove">;
  /** Forgets who is signed in where: the rules for sessions have changed. */
  forgetSessions: () => void;
  clock?: () => Date;
};

/** Settings, logo and end of a workspace. */
export function createWorkspaceService(deps: WorkspaceDeps): WorkspaceService {
  const { prisma, forgetSessions } = deps;

  async function find(id: string) {
    const row = await prisma.workspace.findUnique({
      where: { id },
      include: { logo: { select: { hash: true } } },
    });
    if (row === null) throw new UserError("not_found", "There is no such workspace.");
    const logoPath = row.logo === null ? null : `/chat/logo/${id}/${row.logo.hash}`;
    return { ...workspaceSettings.parse(row.settings), id, name: row.name, logoPath };
  }

  return {
    async read(actor) {
      requirePermission(actor, "account.self");
      return find(actor.workspaceId);
    },

    async change(actor, change) {
      requirePermission(actor, "workspace.manage");
      const { workspaceId } = actor;
      await prisma.$transaction(async (tx) => {
        // Two admins at once: the second changes what the first wrote.
        await tx.$queryRaw`SELECT id FROM workspaces WHERE id = ${workspaceId} FOR UPDATE`;
        const row = await tx.workspace.findUniqueOrThrow({ where: { id: workspaceId } });
        const { name = row.name, ...patch } = change;
        if (patch.requireSecondFactor === true) await requireOwnFactor(tx, actor);
        const before = { name: row.name, ...workspaceSettings.parse(row.settings) };
        const after = { ...before, ...patch, name };
        // Beside ours there may be settings that others keep there.
        const settings = { ...(row.settings as JsonObject), ...patch };
        await tx.workspace.update({ where: { id: workspaceId }, data: { name, settings } });
        const changed = changedIn(before, after);
        if (changed === null) return;
        await recordAudit(tx, actor, {
          action: "workspace.settings",
          targetType: "workspace",
          targetId: workspaceId,
          targetName: name,
          ...changed,
        });
      });
      forgetSessions();
    },

    async setLogo(actor, { base64 }) {
      requirePermission(actor, "workspace.manage");
      const { bytes, mediaType } = readLogo(base64);
      const { workspaceId } = actor;
      const hash = createHash("sha256").update(bytes).digest("hex");
      await prisma.$transaction(async (tx) => {
        const logo = { bytes, mediaType, hash };
        await tx.workspaceLogo.upsert({
          where: { workspaceId },
          create: { workspaceId, ...logo },
          update: logo,
        });
        await recordLogo(tx, actor, { mediaType, bytes: bytes.length });
      });
    },

    async removeLogo(actor) {
      requirePermission(actor, "workspace.manage");
      const { workspaceId } = actor;
      await prisma.$transaction(async (tx) => {
        const { count } = await tx.workspaceLogo.deleteMany({ where: { workspaceId } });
        if (count > 0) await recordLogo(tx, actor, { removed: true });
      });
    },

    remove: createWorkspaceRemoval(deps),

    async chatLook(workspaceId) {
      const { chatName, accent, locale, logoPath, texts } = await find(workspaceId);
      return { chatName, accent, locale, logoPath, texts };
    },

    async closedText(slug) {
      const flow = await prisma.flow.findUnique({
        where: { slug },
        select: { workspace: { select: { settings: true } } },
      });
      return flow === null ? null : workspaceSettings.parse(flow.workspace.settings).texts.closed;
    },

    async logo(workspaceId, hash) {
      const row = await prisma.workspaceLogo.findFirst({ where: { workspaceId, hash } });
      return row === null ? null : { bytes: row.bytes, mediaType: row.mediaType };
    },
  };
}

/** Who asks it of everybody must not be the first one locked out. */
async function requireOwnFactor(tx: Prisma.TransactionClient, actor: Actor): Promise<void> {
  const factor = await tx.secondFactor.findUnique({ where: { userId: actor.userId } });
  if (factor?.confirmedAt) return;
  throw new UserError("second_factor_due", "You have no second factor yourself.", {
    next: "Turn yours on first, on your account page.",
  });
}

function recordLogo(tx: Prisma.TransactionClient, actor: Actor, after: JsonObject): Promise<void> {
  return recordAudit(tx, actor, {
    action: "workspace.logo",
    targetType: "workspace",
    targetId: actor.workspaceId,
    targetName: "",
    after,
  });
}

function changedIn(before: JsonObject, after: JsonObject) {
  const names = Object.keys(after).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  if (names.length === 0) return null;
  const only = (from: JsonObject) =>
    Object.fromEntries(names.map((name) => [name, from[name] ?? null]));
  return { before: only(before), after: only(after) };
}
