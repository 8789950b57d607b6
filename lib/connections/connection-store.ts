import { v7 as uuid } from "uuid";
import { recordAudit } from "#lib/access/audit.ts";
import type { Actor } from "#lib/access/contract.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { Connection, PrismaClient } from "#lib/db/generated/client.ts";
import { describeError } from "#lib/errors/describe-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { JsonObject } from "#lib/flow/json.ts";
import type { ResolvedConnection } from "#lib/nodes/contract.ts";
import { hintOf, requireKind, splitValues } from "./connection-input.ts";
import { summariseConnection } from "./connection-summary.ts";
import { findUses } from "./connection-uses.ts";
import type { ConnectionStore, ConnectionSummary } from "./contract.ts";
import { open, seal } from "./envelope.ts";
import type { KeyRing } from "./key-ring.ts";

export type ConnectionStoreDeps = {
  prisma: PrismaClient;
  ring: KeyRing;
  /** Calls an address with the credential applied, as a step would. Throws what the step would. */
  probe: (connection: ResolvedConnection, url: string) => Promise<{ status: number }>;
  clock?: () => Date;
};

/** How often `lastUsedAt` is written for a busy connection, in ms. */
const usedEveryMs = 60_000;

/** Credentials: write-only for people, decrypted only for the step that needs one. */
export function createConnectionStore(deps: ConnectionStoreDeps): ConnectionStore {
  const { prisma, ring, probe } = deps;
  const clock = deps.clock ?? (() => new Date());
  const lastMarked = new Map<string, number>();

  async function row(workspaceId: string, id: string, deleted = false): Promise<Connection> {
    const found = await prisma.connection.findFirst({
      where: { id, workspaceId, ...(deleted ? {} : { deletedAt: null }) },
    });
    if (found !== null) return found;
    throw new UserError("not_found", "This connection does not exist any more.");
  }

  function reveal(found: Connection): ResolvedConnection {
    const binding = { workspaceId: found.workspaceId, connectionId: found.id, kind: found.kind };
    return {
      id: found.id,
      kind: found.kind,
      name: found.name,
      settings: found.settings as JsonObject /* written by this store */,
      secrets: open(ring, binding, found.envelope),
    };
  }

  async function summary(actor: Actor, id: string): Promise<ConnectionSummary> {
    const [found, uses] = await Promise.all([
      row(actor.workspaceId, id),
      findUses(prisma, actor.workspaceId),
    ]);
    return summariseConnection(found, uses);
  }

  async function hide(actor: Actor, id: string, deletedAt: Date | null): Promise<void> {
    requirePermission(actor, "connections.manage");
    const found = await row(actor.workspaceId, id, true);
    await prisma.$transaction(async (tx) => {
      await tx.connection.updateMany({
        where: { id, workspaceId: actor.workspaceId },
        data: { deletedAt },
      });
      await recordAudit(tx, actor, {
        action: deletedAt === null ? "connection.restore" : "connection.delete",
        targetType: "connection",
        targetId: id,
        targetName: found.name,
      });
    });
  }

  return {
    async list(actor) {
      requirePermission(actor, "connections.list");
      const [rows, uses] = await Promise.all([
        prisma.connection.findMany({
          where: { workspaceId: actor.workspaceId, deletedAt: null },
          orderBy: { name: "asc" },
        }),
        findUses(prisma, actor.workspaceId),
      ]);
      return rows.map((found) => summariseConnection(found, uses));
    },

    async create(actor, input) {
      requirePermission(actor, "connections.manage");
      const kind = requireKind(input.kind);
      const { settings, secrets } = splitValues(kind, input.values, null);
      const id = uuid();
      const binding = { workspaceId: actor.workspaceId, connectionId: id, kind: kind.id };
      await prisma.$transaction(async (tx) => {
        await tx.connection.create({
          data: {
            id,
            workspaceId: actor.workspaceId,
            name: input.name,
            kind: kind.id,
            settings,
            envelope: seal(ring, binding, secrets),
            hint: hintOf(secrets),
            createdBy: actor.userId,
          },
        });
        await recordAudit(tx, actor, {
          action: "connection.create",
          targetType: "connection",
          targetId: id,
          targetName: input.name,
          after: { kind: kind.id, settings },
        });
      });
      return summary(actor, id);
    },

    async update(actor, id, input) {
      requirePermission(actor, "connections.manage");
      const found = await row(actor.workspaceId, id);
      const before = reveal(found);
      const { settings, secrets } = splitValues(
        requireKind(found.kind),
        input.values ?? {},
        before,
      );
      const replaced = JSON.stringify(secrets) !== JSON.stringify(before.secrets);
      const binding = { workspaceId: found.workspaceId, connectionId: id, kind: found.kind };
      const name = input.name ?? found.name;
      await prisma.$transaction(async (tx) => {
        await tx.connection.updateMany({
          where: { id, workspaceId: actor.workspaceId },
          data: {
            name,
            settings,
            envelope: seal(ring, binding, secrets),
            hint: hintOf(secrets),
            // An old verdict says nothing about new values.
            ...(replaced && { lastTest: { verdict: null } }),
          },
        });
        await recordAudit(tx, actor, {
          action: "connection.update",
          targetType: "connection",
          targetId: id,
          targetName: name,
          before: { name: found.name, settings: before.settings },
          after: { name, settings, secretReplaced: replaced },
        });
      });
      return summary(actor, id);
    },

    remove: (actor, id) => hide(actor, id, clock()),
    restore: (actor, id) => hide(actor, id, null),

    async test(actor, id) {
      requirePermission(actor, "connections.manage");
      const connection = reveal(await row(actor.workspaceId, id));
      const url = connection.settings["testUrl"];
      if (typeof url !== "string" || url === "") {
        throw new UserError("invalid_input", "There is no address to test this connection with.", {
          next: "Edit the connection and fill in “Address for the test”.",
        });
      }
      const start = performance.now();
      const outcome = await probe(connection, url).then(
        ({ status }) => ({ ok: true, message: `${new URL(url).host} answered ${status}.` }),
        (error: unknown) => {
          const { message, next } = describeError(error);
          return { ok: false, message: next === undefined ? message : `${message} ${next}` };
        },
      );
      const lastTest = {
        ...outcome,
        at: clock().toISOString(),
        durationMs: Math.round(performance.now() - start),
      };
      await prisma.$transaction(async (tx) => {
        await tx.connection.updateMany({
          where: { id, workspaceId: actor.workspaceId },
          data: { lastTest },
        });
        await recordAudit(tx, actor, {
          action: "connection.test",
          targetType: "connection",
          targetId: id,
          targetName: connection.name,
          after: { ok: outcome.ok },
        });
      });
      return summary(actor, id);
    },

    async resolve(workspaceId, id) {
      const found = await prisma.connection.findFirst({ where: { id, workspaceId } });
      if (found === null || found.deletedAt !== null) {
        throw new UserError(
          "connection_missing",
          found === null
            ? "The connection this step uses does not exist."
            : `The connection “${found.name}” was deleted.`,
          { next: "Choose another connection in the step's setup." },
        );
      }
      const now = clock().getTime();
      if (now - (lastMarked.get(id) ?? 0) > usedEveryMs) {
        lastMarked.set(id, now);
        // Not awaited: a step does not wait for a note about itself.
        void prisma.connection
          .updateMany({ where: { id, workspaceId }, data: { lastUsedAt: new Date(now) } })
          .catch(() => lastMarked.delete(id));
      }
      return reveal(found);
    },
  };
}
