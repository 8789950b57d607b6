import { randomBytes } from "node:crypto";
import type { Pool } from "pg";
import { z } from "zod";
import { recordAudit } from "#lib/access/audit.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { countPending } from "#lib/db/audit/streams.ts";
import type { PrismaClient } from "#lib/db/generated/client.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { AllowList } from "#lib/http/allow-list.ts";
import { explainReceiver } from "#lib/http/explain-receiver.ts";
import { signingSecretOf } from "#lib/webhooks/signature/sign.ts";
import { type AuditService, type StreamView, streamInput } from "./contract.ts";

type Deps = { prisma: PrismaClient; pool: Pool; key: Buffer; allow?: AllowList | undefined };

const failureShape = z.object({ message: z.string(), at: z.string() });

export type StreamSettings = Pick<
  AuditService,
  "setStream" | "renewStreamSecret" | "removeStream" | "retryStream"
> & { view(workspaceId: string): Promise<StreamView | null> };

/** Where a workspace's entries are sent: set, changed and ended on record. */
export function createStreamSettings({ prisma, pool, key, allow }: Deps): StreamSettings {
  const newNonce = () => randomBytes(16).toString("base64url");
  const target = (url: string) => ({
    targetType: "audit-stream",
    targetId: "",
    targetName: new URL(url).host,
  });

  return {
    async view(workspaceId) {
      const [row, pending] = await Promise.all([
        prisma.auditStream.findUnique({ where: { workspaceId } }),
        countPending(pool, workspaceId),
      ]);
      if (row === null) return null;
      const failure = failureShape.safeParse(row.lastFailure);
      return {
        url: row.url,
        pending,
        delivered: Number(row.sequence),
        deliveredEntryId: row.deliveredEntryId?.toString() ?? null,
        deliveredAt: row.deliveredAt?.toISOString() ?? null,
        failures: row.failures,
        lastFailure: failure.success ? failure.data : null,
        nextTryAt: row.failures > 0 ? row.nextAt.toISOString() : null,
      };
    },

    async setStream(actor, input) {
      requirePermission(actor, "workspace.manage");
      const url = readAddress(streamInput.parse(input).url, allow);
      const { workspaceId } = actor;
      const nonce = newNonce();
      const isNew = await prisma.$transaction(async (tx) => {
        const before = await tx.auditStream.findUnique({ where: { workspaceId } });
        if (before?.url === url) return false;
        await tx.auditStream.upsert({
          where: { workspaceId },
          create: { workspaceId, url, nonce },
          // Another receiver gets its chance at once.
          update: { url, failures: 0, nextAt: new Date() },
        });
        await recordAudit(tx, actor, {
          action: "audit.stream",
          ...target(url),
          before: before && { url: before.url },
          after: { url },
        });
        return before === null;
      });
      return { secret: isNew ? signingSecretOf(key, workspaceId, nonce) : null };
    },

    async renewStreamSecret(actor) {
      requirePermission(actor, "workspace.manage");
      const { workspaceId } = actor;
      const nonce = newNonce();
      await prisma.$transaction(async (tx) => {
        const [row] = await tx.auditStream.updateManyAndReturn({
          where: { workspaceId },
          data: { nonce, failures: 0, nextAt: new Date() },
        });
        if (row === undefined) throw noStream();
        await recordAudit(tx, actor, { action: "audit.stream-secret", ...target(row.url) });
      });
      return { secret: signingSecretOf(key, workspaceId, nonce) };
    },

    async removeStream(actor) {
      requirePermission(actor, "workspace.manage");
      const { workspaceId } = actor;
      await prisma.$transaction(async (tx) => {
        const row = await tx.auditStream.findUnique({ where: { workspaceId } });
        if (row === null) throw noStream();
        await tx.auditStream.delete({ where: { workspaceId } });
        await tx.auditOutbox.deleteMany({ where: { workspaceId } });
        await recordAudit(tx, actor, {
          action: "audit.stream-remove",
          ...target(row.url),
          before: { url: row.url },
        });
      });
    },

    async retryStream(actor) {
      requirePermission(actor, "workspace.manage");
      const { count } = await prisma.auditStream.updateMany({
        where: { workspaceId: actor.workspaceId },
        data: { nextAt: new Date() },
      });
      if (count === 0) throw noStream();
    },
  };
}

/** @throws UserError `invalid_input` for an address that entries may not be sent to */
function readAddress(text: string, allow: AllowList | undefined): string {
  const reason = explainReceiver(text, allow);
  if (reason === undefined) return new URL(text).href;
  throw new UserError("invalid_input", reason, {
    next: "Enter an address such as https://logs.example.com/patchbay.",
    details: { issues: [{ path: "url", message: reason }] },
  });
}

function noStream(): UserError {
  return new UserError("not_found", "No address is set for audit entries.");
}
