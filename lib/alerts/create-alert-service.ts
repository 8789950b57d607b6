import { randomBytes } from "node:crypto";
import type { Pool } from "pg";
import { v7 as uuid } from "uuid";
import { recordAudit } from "#lib/access/audit.ts";
import { isPermitted, requirePermission } from "#lib/access/permissions.ts";
import { readCare } from "#lib/db/alerts/care-settings.ts";
import { countConcerns } from "#lib/db/alerts/find-concerns.ts";
import type { PrismaClient } from "#lib/db/generated/client.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { AllowList } from "#lib/http/allow-list.ts";
import { explainReceiver } from "#lib/http/explain-receiver.ts";
import type { Mailer } from "#lib/mail/contract.ts";
import { signingSecretOf } from "#lib/webhooks/signature/sign.ts";
import { alertEvents } from "./alert.ts";
import { type AlertService, type AlertView, type CareSettings, testEvent } from "./contract.ts";
import { longestForecastDays } from "./describe-expiry.ts";

export type AlertServiceDeps = {
  pool: Pool;
  prisma: PrismaClient;
  mailer: Pick<Mailer, "configured">;
  /** From which webhook secrets are derived. */
  root: Buffer;
  /** Hosts to which a webhook may go without encryption. Default none. */
  allow?: AllowList | undefined;
};

const shown = 100;

/** What admins are told of their connections, and how. */
export function createAlertService(deps: AlertServiceDeps): AlertService {
  const { pool, prisma, mailer, root } = deps;

  async function read(workspaceId: string) {
    const { webhookSeed, ...row } = await readCare(pool, workspaceId);
    const known = new Set(row.mutedEvents);
    const settings: CareSettings = {
      ...row,
      mutedEvents: alertEvents.map(({ id }) => id).filter((id) => known.has(id)),
    };
    return { settings, webhookSeed };
  }

  return {
    async settings(actor) {
      requirePermission(actor, "connections.manage");
      const { settings, webhookSeed } = await read(actor.workspaceId);
      return { ...settings, mailConfigured: mailer.configured, hasSecret: webhookSeed !== "" };
    },

    async setSettings(actor, input) {
      requirePermission(actor, "connections.manage");
      const { workspaceId } = actor;
      checkWebhook(input.webhookUrl, deps.allow);
      await prisma.$transaction(async (tx) => {
        await tx.$executeRaw`INSERT INTO connection_care (workspace_id) VALUES (${workspaceId})
          ON CONFLICT DO NOTHING`;
        const { settings: before } = await read(workspaceId);
        await tx.connectionCare.update({ where: { workspaceId }, data: input });
        await recordAudit(tx, actor, {
          action: "alerts.settings",
          ...{ targetType: "workspace", targetId: workspaceId, targetName: "" },
          ...{ before, after: input },
        });
      });
    },

    async renewSecret(actor) {
      requirePermission(actor, "connections.manage");
      const { workspaceId } = actor;
      const webhookSeed = randomBytes(16).toString("base64url");
      await prisma.$transaction(async (tx) => {
        await tx.connectionCare.upsert({
          where: { workspaceId },
          create: { workspaceId, webhookSeed },
          update: { webhookSeed },
        });
        await recordAudit(tx, actor, {
          action: "alerts.secret",
          ...{ targetType: "workspace", targetId: workspaceId, targetName: "" },
        });
      });
      return { secret: signingSecretOf(root, workspaceId, webhookSeed) };
    },

    async sendTest(actor) {
      requirePermission(actor, "connections.manage");
      const { workspaceId, name } = actor;
      const { settings } = await read(workspaceId);
      if (settings.webhookUrl === "" && !(settings.byMail && mailer.configured)) {
        throw new UserError("invalid_input", "There is nobody to tell yet.", {
          next: "Switch on mail, or fill in a webhook's address, and save.",
        });
      }
      const id = uuid();
      await prisma.$transaction(async (tx) => {
        await tx.alert.create({
          data: {
            ...{ id, workspaceId, event: testEvent, dedupeKey: `test ${id}` },
            title: "This is a test",
            message: `${name || "Somebody"} wanted to know whether alerts arrive. They do.`,
          },
        });
        await recordAudit(tx, actor, {
          action: "alerts.test",
          ...{ targetType: "workspace", targetId: workspaceId, targetName: "" },
        });
      });
    },

    async history(actor) {
      requirePermission(actor, "connections.manage");
      const alerts = await prisma.alert.findMany({
        where: { workspaceId: actor.workspaceId },
        orderBy: [{ at: "desc" }, { id: "desc" }],
        take: shown,
        include: { deliveries: { orderBy: [{ channel: "asc" }, { target: "asc" }] } },
      });
      return alerts.map(({ id, event, title, message, at, addressedAt, deliveries }) => ({
        ...{ id, event, title, message, at: at.toISOString() },
        deliveries: addressedAt === null ? null : deliveries.map(deliveryView),
      }));
    },

    async concerns(actor) {
      if (!isPermitted(actor.role, "connections.manage")) return 0;
      return await countConcerns(pool, actor.workspaceId, longestForecastDays);
    },
  };
}

type DeliveryView = NonNullable<AlertView["deliveries"]>[number];

function deliveryView(row: {
  channel: string;
  target: string;
  state: string;
  attempts: number;
  lastError: string;
  sentAt: Date | null;
}): DeliveryView {
  const { target, attempts, lastError } = row;
  return {
    ...{ target, attempts, lastError },
    // Both are written by ourselves alone.
    channel: row.channel as DeliveryView["channel"],
    state: row.state as DeliveryView["state"],
    sentAt: row.sentAt?.toISOString() ?? null,
  };
}

/** @throws UserError `invalid_input` at the field */
function checkWebhook(url: string, allow: AllowList | undefined): void {
  const reason = url === "" ? undefined : explainReceiver(url, allow);
  if (reason === undefined) return;
  throw new UserError("invalid_input", reason, {
    details: { issues: [{ path: "webhookUrl", message: reason }] },
  });
}
