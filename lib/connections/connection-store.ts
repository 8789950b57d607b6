import type { Pool } from "pg";
import { recordAudit } from "#lib/access/audit.ts";
import type { Actor } from "#lib/access/contract.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { findConnectionUsage } from "#lib/db/connections/connection-usage.ts";
import { createLastUsed } from "#lib/db/connections/touch-last-used.ts";
import { granteeOf } from "#lib/db/flows/granted.ts";
import type { Connection, PrismaClient } from "#lib/db/generated/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import type { AllowList } from "#lib/http/allow-list.ts";
import type { HttpClient } from "#lib/http/client.ts";
import type { EgressGuard } from "#lib/http/egress-guard.ts";
import { sendAuthorised } from "#lib/http/send-authorised.ts";
import type { ResolvedConnection } from "#lib/nodes/contract.ts";
import { findConnection, gone, refuseTakenName, targetOf } from "./connection-rows.ts";
import type { ConnectionStore, ConnectionSummary } from "./contract.ts";
import type { KeyRing } from "./key-ring.ts";
import { kindServerOf } from "./kind-servers.ts";
import type { KindTools } from "./kinds/kind-server.ts";
import { connectionKindOf } from "./kinds.ts";
import { knownExpiry } from "./known-expiry.ts";
import { checkUse } from "./limits.ts";
import { createClientConfigurations } from "./oauth/client-configuration.ts";
import { createRenewals } from "./oauth/create-renewals.ts";
import { refusedOutcome, testAccount, testsAccount } from "./oauth/test-account.ts";
import { createTokenKeeper } from "./oauth/token-keeper.ts";
import { createResolver } from "./resolve-connection.ts";
import { summarise } from "./summarise.ts";
import { testConnection } from "./test-connection.ts";
import { createTokenCache } from "./token-cache.ts";
import { createConnection, duplicateConnection, updateConnection } from "./write-connections.ts";

export type ConnectionStoreDeps = {
  prisma: PrismaClient;
  pool: Pool;
  ring: KeyRing;
  http: HttpClient;
  /** For what goes out over something else than HTTP. */
  guard: EgressGuard;
  /** Hosts that may be asked for tokens without encryption. Default none. */
  allow?: AllowList;
  /** Told when noting a connection's last use failed. Default: nothing. */
  onError?: (error: unknown) => void;
  now?: () => Date;
};

/** Credentials in the database, encrypted. Every query carries the workspace. */
export function createConnectionStore(deps: ConnectionStoreDeps): ConnectionStore {
  const { prisma, pool, ring, http, guard } = deps;
  const now = deps.now ?? (() => new Date());
  const configurations = createClientConfigurations(http);
  const tokens = createTokenKeeper({ prisma, ring, configurations, now });
  const resolver = createResolver(prisma, ring, tokens);
  const renewable = createRenewals(tokens, resolver);
  const touch = createLastUsed(pool, deps.onError ?? (() => undefined));
  const tools: KindTools = {
    ...{ http, guard, now, tokens: createTokenCache(() => now().getTime()) },
    send: (request, connection) => sendAuthorised(http, request, connection),
  };

  async function summariesOf(actor: Actor, rows: Connection[]): Promise<ConnectionSummary[]> {
    const ids = rows.map(({ id }) => id);
    const [usage, people] = await Promise.all([
      findConnectionUsage(pool, actor.workspaceId, granteeOf(actor), ids),
      prisma.user.findMany({
        where: { id: { in: rows.flatMap(({ createdBy }) => createdBy ?? []) } },
        select: { id: true, name: true },
      }),
    ]);
    const names = new Map(people.map(({ id, name }) => [id, name]));
    return rows.map((row) =>
      summarise(row, {
        actor,
        usage: usage.get(row.id) ?? { usedBy: [], usedByHidden: 0 },
        ownerName: names.get(row.createdBy ?? ""),
        now: now(),
      }),
    );
  }

  async function summaryOf(actor: Actor, row: Connection): Promise<ConnectionSummary> {
    const [summary] = await summariesOf(actor, [row]);
    if (summary === undefined) throw gone();
    return summary;
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

  /** Tests a credential as it is stored now. What limits its use in flows does not count here. */
  async function tryOut(workspaceId: string, id: string, sendSample: boolean) {
    resolver.forget(id);
    const resolved = await resolver.resolve(workspaceId, id).catch((error: unknown) => {
      if (isPatchbayError(error) && error.code === "connection_missing") throw error;
      return { refused: refusedOutcome(error, now) };
    });
    if ("refused" in resolved) return resolved.refused;
    const { limits: _, ...connection } = renewable(workspaceId, resolved);
    return testsAccount(connection)
      ? await testAccount({ http, configurations }, connection, now)
      : await testConnection(connection, tools, sendSample);
  }

  return {
    async list(actor) {
      requirePermission(actor, "connections.list");
      const rows = await prisma.connection.findMany({
        where: { workspaceId: actor.workspaceId, deletedAt: null },
        orderBy: [{ name: "asc" }, { id: "asc" }],
      });
      return await summariesOf(actor, rows);
    },

    async get(actor, id) {
      requirePermission(actor, "connections.list");
      return await summaryOf(actor, await findConnection(prisma, actor, id));
    },

    async create(actor, input) {
      requirePermission(actor, "connections.manage");
      return await summaryOf(actor, await createConnection(deps, actor, input));
    },

    async update(actor, id, input) {
      requirePermission(actor, "connections.manage");
      const row = await updateConnection(deps, actor, id, input);
      resolver.forget(id);
      tools.tokens.forget(id);
      return await summaryOf(actor, row);
    },

    async duplicate(actor, id) {
      requirePermission(actor, "connections.manage");
      return await summaryOf(actor, await duplicateConnection(deps, actor, id));
    },

    forget: (id) => resolver.forget(id),
    remove: (actor, id) => setDeleted(actor, id, true),
    restore: (actor, id) => setDeleted(actor, id, false),

    async test(actor, id, options) {
      requirePermission(actor, "connections.manage");
      const { updatedAt, name } = await findConnection(prisma, actor, id);
      tools.tokens.forget(id);
      const outcome = await tryOut(actor.workspaceId, id, options?.sendSample === true);
      await prisma.$transaction(async (tx) => {
        // Not the outcome of a credential that was replaced meanwhile.
        await tx.connection.updateMany({
          where: { id, workspaceId: actor.workspaceId, updatedAt },
          data: {
            lastTest: outcome,
            ...(outcome.ok && { attention: Prisma.DbNull, probeFailures: 0 }),
          },
        });
        await recordAudit(tx, actor, {
          action: "connection.test",
          ...targetOf({ id, name }),
          after: { ok: outcome.ok, message: outcome.message },
        });
      });
      return await summaryOf(actor, await findConnection(prisma, actor, id));
    },

    async setProbing(actor, id, everyMinutes) {
      requirePermission(actor, "connections.manage");
      await prisma.$transaction(async (tx) => {
        const row = await findConnection(tx, actor, id);
        if (row.probeMinutes === everyMinutes) return;
        await tx.connection.update({
          where: { id, workspaceId: actor.workspaceId },
          data: { probeMinutes: everyMinutes, nextProbeAt: now() },
        });
        await recordAudit(tx, actor, {
          action: "connection.probing",
          ...targetOf(row),
          before: { everyMinutes: row.probeMinutes },
          after: { everyMinutes },
        });
      });
    },

    async probe(workspaceId, id) {
      // Nothing is sent unasked that would start something on the other side.
      const outcome = await tryOut(workspaceId, id, false).catch((error: unknown) => {
        // There is nothing to test it by.
        if (isPatchbayError(error) && error.code === "invalid_input") return null;
        throw error;
      });
      const held = outcome?.ok === true ? await resolver.resolve(workspaceId, id) : undefined;
      return { outcome, expiresAt: held === undefined ? null : endOf(held) };
    },

    async resolve(workspaceId, id, use) {
      const connection = await resolver.resolve(workspaceId, id);
      if (use !== undefined) checkUse(connection.name, connection.limits ?? {}, use);
      touch(workspaceId, id);
      const prepared = await kindServerOf(connection.kind)?.prepare?.(connection, tools);
      return prepared ?? renewable(workspaceId, connection);
    },
  };
}

/** An OAuth access token ends soon by nature, and is renewed: that is no end to tell of. */
function endOf(connection: ResolvedConnection): Date | null {
  return connectionKindOf(connection.kind)?.oauth === undefined ? knownExpiry(connection) : null;
}
