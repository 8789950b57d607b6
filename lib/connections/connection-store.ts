import { isDeepStrictEqual } from "node:util";
import type { Pool } from "pg";
import { v7 as uuid } from "uuid";
import { recordAudit } from "#lib/access/audit.ts";
import type { Actor } from "#lib/access/contract.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { findConnectionUsage } from "#lib/db/connections/connection-usage.ts";
import { createLastUsed } from "#lib/db/connections/touch-last-used.ts";
import type { Connection, PrismaClient } from "#lib/db/generated/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { HttpClient } from "#lib/http/client.ts";
import type { ConnectionStore, ConnectionSummary } from "./contract.ts";
import type { KeyRing } from "./key-ring.ts";
import type { ConnectionKind } from "./kinds/kind.ts";
import { connectionKindOf } from "./kinds.ts";
import { notConnected } from "./oauth/attention.ts";
import { carryGrant } from "./oauth/carry-grant.ts";
import { createClientConfigurations } from "./oauth/client-configuration.ts";
import { createRenewals } from "./oauth/create-renewals.ts";
import { refusedOutcome, testAccount, testsAccount } from "./oauth/test-account.ts";
import { createTokenKeeper } from "./oauth/token-keeper.ts";
import { readValues } from "./read-values.ts";
import { createResolver, secretValues } from "./resolve-connection.ts";
import { hintOf, settingsObject, summarise } from "./summarise.ts";
import { testConnection } from "./test-connection.ts";

export type ConnectionStoreDeps = {
  prisma: PrismaClient;
  pool: Pool;
  ring: KeyRing;
  http: HttpClient;
  /** Told when noting a connection's last use failed. Default: nothing. */
  onError?: (error: unknown) => void;
  now?: () => Date;
};

/** Credentials in the database, encrypted. Every query carries the workspace. */
export function createConnectionStore(deps: ConnectionStoreDeps): ConnectionStore {
  const { prisma, pool, ring, http } = deps;
  const now = deps.now ?? (() => new Date());
  const configurations = createClientConfigurations(http);
  const tokens = createTokenKeeper({ prisma, ring, configurations, now });
  const resolver = createResolver(prisma, ring, tokens);
  const renewable = createRenewals(tokens, resolver);
  const touch = createLastUsed(pool, deps.onError ?? (() => undefined));

  async function withUsage(workspaceId: string, rows: Connection[]): Promise<ConnectionSummary[]> {
    const ids = rows.map(({ id }) => id);
    const usage = await findConnectionUsage(pool, workspaceId, ids);
    return rows.map((row) => summarise(row, usage.get(row.id) ?? []));
  }

  async function summaryOf(actor: Actor, row: Connection): Promise<ConnectionSummary> {
    const [summary] = await withUsage(actor.workspaceId, [row]);
    return summary ?? summarise(row, []);
  }

  async function find(actor: Actor, id: string, tx: Pick<PrismaClient, "connection"> = prisma) {
    const row = await tx.connection.findFirst({
      where: { id, workspaceId: actor.workspaceId, deletedAt: null },
    });
    if (row === null) throw gone();
    return row;
  }

  /** Hides or shows a row again, on record. */
  async function setDeleted(actor: Actor, id: string, deleted: boolean): Promise<void> {
    requirePermission(actor, "connections.manage");
    await prisma.$transaction(async (tx) => {
      const row = await tx.connection.findFirst({ where: { id, workspaceId: actor.workspaceId } });
      if (row === null) throw gone();
      if ((row.deletedAt !== null) === deleted) return;
      if (!deleted) await refuseTakenName(tx, actor, row.name, id);
      await tx.connection.updateMany({
        where: { id, workspaceId: actor.workspaceId },
        data: { deletedAt: deleted ? now() : null },
      });
      await recordAudit(tx, actor, {
        action: deleted ? "connection.delete" : "connection.restore",
        ...targetOf(row),
      });
    });
    resolver.forget(id);
  }

  return {
    async list(actor) {
      requirePermission(actor, "connections.list");
      const rows = await prisma.connection.findMany({
        where: { workspaceId: actor.workspaceId, deletedAt: null },
        orderBy: [{ name: "asc" }, { id: "asc" }],
      });
      return await withUsage(actor.workspaceId, rows);
    },

    async create(actor, input) {
      requirePermission(actor, "connections.manage");
      const kind = knownKind(input.kind);
      const name = readName(input.name);
      const { settings, secrets } = readValues(kind, input.values);
      const id = uuid();
      const { workspaceId } = actor;
      const row = await prisma.$transaction(async (tx) => {
        await refuseTakenName(tx, actor, name, id);
        const created = await tx.connection.create({
          data: {
            id,
            workspaceId,
            name,
            kind: kind.id,
            settings,
            envelope: ring.seal(JSON.stringify(secrets), {
              workspaceId,
              connectionId: id,
              kind: kind.id,
            }),
            hint: hintOf(secrets),
            createdBy: actor.userId,
            ...(kind.oauth === "person" && { attention: notConnected(now()) }),
          },
        });
        await recordAudit(tx, actor, {
          action: "connection.create",
          ...targetOf(created),
          after: { name, kind: kind.id, settings },
        });
        return created;
      });
      return await summaryOf(actor, row);
    },

    async update(actor, id, input) {
      requirePermission(actor, "connections.manage");
      const row = await prisma.$transaction(async (tx) => {
        // Two admins at once: the second reads what the first wrote.
        await tx.$queryRaw`SELECT id FROM connections WHERE id = ${id} AND workspace_id = ${actor.workspaceId} FOR UPDATE`;
        const before = await find(actor, id, tx);
        const kind = knownKind(before.kind);
        const binding = { workspaceId: actor.workspaceId, connectionId: id, kind: before.kind };
        const old = {
          settings: settingsObject.parse(before.settings),
          secrets: secretValues.parse(JSON.parse(ring.open(before.envelope, binding))),
        };
        const name = input.name === undefined ? before.name : readName(input.name);
        if (name !== before.name) await refuseTakenName(tx, actor, name, id);
        const given = input.values ?? {};
        const read = readValues(kind, given, old);
        const { settings, secrets, grant } = carryGrant(kind, before, old, read, {
          given,
          now: now(),
        });
        // Not as text: the database keeps the settings in an order of its own.
        const replaced = !isDeepStrictEqual(secrets, old.secrets);
        const changed = replaced || !isDeepStrictEqual(settings, old.settings);
        const after = await tx.connection.update({
          where: { id, workspaceId: actor.workspaceId },
          data: {
            name,
            settings,
            ...(replaced && {
              envelope: ring.seal(JSON.stringify(secrets), binding),
              hint: hintOf(read.secrets),
            }),
            ...(changed && { lastTest: Prisma.DbNull }),
            ...grant,
          },
        });
        await recordAudit(tx, actor, {
          action: "connection.update",
          ...targetOf(after),
          before: { name: before.name, settings: old.settings },
          after: { name, settings, secretReplaced: replaced },
        });
        return after;
      });
      resolver.forget(id);
      return await summaryOf(actor, row);
    },

    forget: (id) => resolver.forget(id),

    remove: (actor, id) => setDeleted(actor, id, true),
    restore: (actor, id) => setDeleted(actor, id, false),

    async test(actor, id) {
      requirePermission(actor, "connections.manage");
      const { updatedAt, name } = await find(actor, id);
      resolver.forget(id);
      const outcome = await resolver.resolve(actor.workspaceId, id).then(
        (connection) => {
          const held = renewable(actor.workspaceId, connection);
          return testsAccount(held)
            ? testAccount({ http, configurations }, held, now)
            : testConnection(http, held, now);
        },
        (error: unknown) => refusedOutcome(error, now),
      );
      await prisma.$transaction(async (tx) => {
        // Not the outcome of a credential that was replaced meanwhile.
        await tx.connection.updateMany({
          where: { id, workspaceId: actor.workspaceId, updatedAt },
          data: { lastTest: outcome },
        });
        await recordAudit(tx, actor, {
          action: "connection.test",
          targetType: "connection",
          targetId: id,
          targetName: name,
          after: { ok: outcome.ok, message: outcome.message },
        });
      });
      return await summaryOf(actor, await find(actor, id));
    },

    async resolve(workspaceId, id) {
      const connection = await resolver.resolve(workspaceId, id);
      touch(workspaceId, id);
      return renewable(workspaceId, connection);
    },
  };
}

/** Names are how editors choose, so two of the same would be a trap. */
async function refuseTakenName(
  tx: Pick<PrismaClient, "connection">,
  actor: Actor,
  name: string,
  id: string,
): Promise<void> {
  const other = await tx.connection.findFirst({
    where: { workspaceId: actor.workspaceId, name, deletedAt: null, id: { not: id } },
    select: { id: true },
  });
  if (other === null) return;
  throw new UserError("name_taken", `There is already a connection called “${name}”.`, {
    next: "Choose another name.",
  });
}

function readName(name: string): string {
  const trimmed = name.trim();
  if (trimmed !== "" && trimmed.length <= 80) return trimmed;
  throw new UserError("invalid_input", "Give the connection a name of at most 80 characters.", {
    details: { issues: [{ path: "name", message: "Use 1 to 80 characters." }] },
  });
}

function knownKind(id: string): ConnectionKind {
  const kind = connectionKindOf(id);
  if (kind !== undefined) return kind;
  throw new UserError("invalid_input", `Patchbay does not know the kind “${id.slice(0, 60)}”.`);
}

function targetOf(row: Connection) {
  return { targetType: "connection", targetId: row.id, targetName: row.name };
}

function gone(): UserError {
  return new UserError("not_found", "This connection does not exist any more.");
}
