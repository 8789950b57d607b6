import type { Pool } from "pg";
import { recordAudit } from "#lib/access/audit.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { findTargets } from "#lib/db/audit/find-targets.ts";
import { listActors } from "#lib/db/audit/list-actors.ts";
import { type AuditPosition, listEntries } from "#lib/db/audit/list-entries.ts";
import { listConnectionUses } from "#lib/db/connections/connection-uses.ts";
import type { PrismaClient } from "#lib/db/generated/client.ts";
import type { AllowList } from "#lib/http/allow-list.ts";
import { type AuditService, defaultRetentionDays, retentionInput } from "./contract.ts";
import { entryView } from "./entry-view.ts";
import { exportEntries } from "./export-entries.ts";
import { conditionsOf, readCursor, writeCursor } from "./read-filter.ts";
import { createStreamSettings } from "./stream-settings.ts";

const defaultPage = 50;
const largestPage = 200;

/** The audit log for those who answer for a workspace: reading, exporting, keeping, streaming. */
export function createAuditService(deps: {
  prisma: PrismaClient;
  pool: Pool;
  /** From `ring.derive("audit-stream")`. */
  key: Buffer;
  /** Hosts that entries may be sent to without encryption. Default none. */
  allow?: AllowList;
}): AuditService {
  const { prisma, pool } = deps;
  const { view, ...stream } = createStreamSettings(deps);

  async function retentionOf(workspaceId: string): Promise<number> {
    const row = await prisma.auditPolicy.findUnique({ where: { workspaceId } });
    return row?.retentionDays ?? defaultRetentionDays;
  }

  return {
    ...stream,

    async list(actor, { cursor, limit, ...filter }) {
      requirePermission(actor, "audit.read");
      const size = pageSize(limit);
      const after = cursor === undefined ? null : readCursor(cursor);
      const conditions = conditionsOf(filter);
      const found = await listEntries(pool, actor.workspaceId, conditions, after, size + 1);
      const rows = found.slice(0, size);
      const keyOf = (type: string, id: string) => JSON.stringify([type, id]);
      const keys = new Map(
        rows.map(({ targetType: type, targetId: id }) => [keyOf(type, id), { type, id }]),
      );
      const targets = await findTargets(pool, actor.workspaceId, [...keys.values()]);
      const there = new Map(targets.map((target) => [keyOf(target.type, target.id), target]));
      return {
        entries: rows.map((row) => entryView(row, there.get(keyOf(row.targetType, row.targetId)))),
        nextCursor: nextCursor(found, rows),
      };
    },

    async actors(actor) {
      requirePermission(actor, "audit.read");
      return await listActors(pool, actor.workspaceId);
    },

    async export(actor, filter, format) {
      requirePermission(actor, "audit.read");
      await recordAudit(prisma, actor, {
        action: "audit.export",
        targetType: "audit",
        targetId: "",
        targetName: "",
        after: { format, ...Object.fromEntries(given(filter)) },
      });
      return exportEntries(pool, actor.workspaceId, conditionsOf(filter), format);
    },

    async uses(actor, { connectionId, cursor, limit }) {
      requirePermission(actor, "audit.read");
      const size = pageSize(limit);
      const after = cursor === undefined ? null : readCursor(cursor);
      const { workspaceId } = actor;
      const found = await listConnectionUses(pool, workspaceId, connectionId, after, size + 1);
      const uses = found.slice(0, size);
      return { uses, nextCursor: nextCursor(found, uses) };
    },

    async settings(actor) {
      requirePermission(actor, "audit.read");
      const [retentionDays, streamView] = await Promise.all([
        retentionOf(actor.workspaceId),
        view(actor.workspaceId),
      ]);
      return { retentionDays, stream: streamView };
    },

    async setRetention(actor, input) {
      requirePermission(actor, "workspace.manage");
      const { days } = retentionInput.parse(input);
      const { workspaceId } = actor;
      const before = await retentionOf(workspaceId);
      if (before === days) return;
      await prisma.$transaction(async (tx) => {
        await tx.auditPolicy.upsert({
          where: { workspaceId },
          create: { workspaceId, retentionDays: days },
          update: { retentionDays: days },
        });
        await recordAudit(tx, actor, {
          action: "audit.retention",
          targetType: "audit",
          targetId: "",
          targetName: "",
          before: { days: before },
          after: { days },
        });
      });
    },
  };
}

function pageSize(limit = defaultPage): number {
  return Math.max(1, Math.min(largestPage, Math.floor(limit)));
}

function nextCursor(found: readonly unknown[], shown: readonly AuditPosition[]): string | null {
  const last = shown.at(-1);
  return found.length > shown.length && last !== undefined ? writeCursor(last) : null;
}

function given(filter: { [key: string]: string | undefined }): [string, string][] {
  return Object.entries(filter).filter((pair): pair is [string, string] => pair[1] !== undefined);
}
