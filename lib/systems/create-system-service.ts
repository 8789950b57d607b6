import type { Pool } from "pg";
import { v7 as uuid } from "uuid";
import { recordAudit } from "#lib/access/audit.ts";
import type { Actor } from "#lib/access/contract.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { ConnectionStore } from "#lib/connections/contract.ts";
import { granteeOf } from "#lib/db/flows/granted.ts";
import type { Prisma, PrismaClient, System } from "#lib/db/generated/client.ts";
import { findSystemUses } from "#lib/db/systems/system-usage.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { HttpClient } from "#lib/http/client.ts";
import type { Offload } from "#lib/offload/offload.ts";
import { compareOperations } from "./compare-operations.ts";
import type { Description, Operation, Source, SystemService } from "./contract.ts";
import { currentOperations } from "./current-operations.ts";
import { createSourceReader } from "./read-source.ts";
import { readOperationDetail, summarise } from "./system-rows.ts";

type Deps = {
  prisma: PrismaClient;
  pool: Pool;
  http: HttpClient;
  offload: Offload;
  connections: Pick<ConnectionStore, "resolve">;
};
/** The systems a workspace knows. Every query carries the workspace. */
export function createSystemService({
  prisma,
  pool,
  http,
  offload,
  connections,
}: Deps): SystemService {
  const find = async (actor: Actor, id: string) => {
    const row = await prisma.system.findFirst({
      where: { id, workspaceId: actor.workspaceId },
      include: { _count: { select: { operations: { where: { gone: false } } } } },
    });
    if (row === null) throw notFound("This system does not exist.");
    return row;
  };
  const usesOf = (actor: Actor, ids: readonly string[]) =>
    findSystemUses(pool, actor.workspaceId, granteeOf(actor), ids);
  const read = createSourceReader({ http, offload, connections });

  return {
    async list(actor) {
      requirePermission(actor, "connections.list");
      const rows = await prisma.system.findMany({
        where: { workspaceId: actor.workspaceId },
        // Up to megabytes, and only its own page needs it.
        omit: { definition: true },
        include: { _count: { select: { operations: { where: { gone: false } } } } },
        orderBy: { name: "asc" },
      });
      const uses = await usesOf(
        actor,
        rows.map(({ id }) => id),
      );
      return rows.map((row) => summarise(row, uses));
    },

    async get(actor, id) {
      requirePermission(actor, "connections.list");
      return summarise(await find(actor, id), await usesOf(actor, [id]));
    },

    async operations(actor, id) {
      requirePermission(actor, "connections.list");
      await find(actor, id);
      return await prisma.systemOperation.findMany({
        where: { systemId: id },
        omit: { detail: true, systemId: true, place: true },
        orderBy: { place: "asc" },
      });
    },

    async operation(actor, id, key) {
      requirePermission(actor, "connections.list");
      await find(actor, id);
      const row = await prisma.systemOperation.findUnique({
        where: { systemId_key: { systemId: id, key } },
      });
      if (row === null) throw notFound("The system has no such operation.");
      return readOperationDetail(row.detail);
    },

    async currentOf(actor, document) {
      requirePermission(actor, "flows.read");
      return await currentOperations(prisma, actor.workspaceId, document);
    },

    async import(actor, { name, source }) {
      requirePermission(actor, "connections.manage");
      const { description, url, hash, definition } = await read(actor, source);
      const id = uuid();
      const title = (name.trim() || description.title).slice(0, 80);
      await prisma.$transaction(
        async (tx) => {
          const taken = await tx.system.findFirst({
            where: { workspaceId: actor.workspaceId, name: title },
            select: { id: true },
          });
          if (taken !== null) {
            throw new UserError("name_taken", `There is already a system called “${title}”.`, {
              next: "Give it another name, or refresh the one that is there.",
            });
          }
          await tx.system.create({
            data: {
              ...{ id, workspaceId: actor.workspaceId, name: title, sourceUrl: url, hash },
              ...kindOf(source),
              ...(definition !== undefined && { definition }),
              ...columnsOf(description),
              createdBy: actor.userId,
            },
          });
          await tx.systemOperation.createMany({ data: rowsOf(id, description.operations) });
          await recordAudit(tx, actor, {
            ...{ action: "system.import", targetType: "system", targetId: id, targetName: title },
            after: { sourceUrl: url, operations: description.operations.length },
          });
        },
        { timeout: 30_000 },
      );
      return summarise(await find(actor, id), []);
    },

    async refresh(actor, id, source) {
      requirePermission(actor, "connections.manage");
      const system = await find(actor, id);
      const from = source ?? knownSource(system);
      if (from === undefined) {
        throw new UserError("invalid_input", "This description was handed in, not fetched.", {
          next: "Paste or upload the new description.",
        });
      }
      const { kind } = kindOf(from);
      if (kind !== system.kind) {
        throw new UserError("invalid_input", "This describes another kind of system.", {
          next: "Import it as a system of its own.",
        });
      }
      const { description, url, hash, definition } = await read(actor, from);
      const uses = (await usesOf(actor, [id])).filter(({ systemId }) => systemId === id);
      const used = new Set(uses.map(({ key }) => key));
      const changes = await prisma.$transaction(
        async (tx) => {
          // Two refreshes at once: the second compares with what the first wrote.
          await tx.$queryRaw`SELECT id FROM systems WHERE id = ${id} FOR UPDATE`;
          if ("written" in from) await refuseStale(tx, id, from.since);
          const rows = await tx.systemOperation.findMany({ where: { systemId: id } });
          const now = description.operations.map(({ operation }) => operation);
          const known = rows
            .filter(({ gone }) => !gone)
            .map((row) => readOperationDetail(row.detail));
          const found = compareOperations(known, now);
          const present = new Set(now.map(({ key }) => key));
          const kept = rows.filter(({ key }) => !present.has(key) && used.has(key));
          await tx.systemOperation.deleteMany({
            where: { systemId: id, key: { notIn: kept.map(({ key }) => key) } },
          });
          await tx.systemOperation.updateMany({ where: { systemId: id }, data: { gone: true } });
          await tx.systemOperation.createMany({ data: rowsOf(id, description.operations) });
          await tx.system.update({
            where: { id },
            data: {
              hash,
              ...(url !== null && { sourceUrl: url }),
              ...(definition !== undefined && { definition }),
              ...columnsOf(description),
              refreshedAt: new Date(),
            },
          });
          const count = (kind: string) => found.filter((change) => change.kind === kind).length;
          await recordAudit(tx, actor, {
            ...{ action: "system.refresh", targetType: "system", targetId: id },
            targetName: system.name,
            after: { added: count("added"), removed: count("removed"), changed: count("changed") },
          });
          return found;
        },
        { timeout: 30_000 },
      );
      return {
        changes: changes.map((change) => {
          const named = uses.filter(({ key, open }) => key === change.key && open);
          const flows = new Map(named.map(({ flowId, flowName }) => [flowId, flowName]));
          return {
            ...change,
            flows: [...flows].map(([flowId, flow]) => ({ id: flowId, name: flow })),
          };
        }),
      };
    },

    async remove(actor, id) {
      requirePermission(actor, "connections.manage");
      const system = await find(actor, id);
      await prisma.$transaction(async (tx) => {
        await tx.system.deleteMany({ where: { id, workspaceId: actor.workspaceId } });
        await recordAudit(tx, actor, {
          ...{ action: "system.delete", targetType: "system", targetId: id },
          targetName: system.name,
          before: { sourceUrl: system.sourceUrl },
        });
      });
    },
  };
}

/** Two people at once: the second would undo what the first has written. */
async function refuseStale(tx: Prisma.TransactionClient, id: string, since: string | undefined) {
  const { refreshedAt } = await tx.system.findUniqueOrThrow({ where: { id } });
  if (since === undefined || refreshedAt.toISOString() === since) return;
  throw new UserError("stale_write", "Somebody else has changed this system meanwhile.", {
    next: "Copy what you have written, open it again and take theirs over.",
  });
}

function kindOf(source: Source) {
  if ("written" in source) return { kind: "written" };
  return { kind: "graphql" in source ? "graphql" : "openapi" };
}

/** Where it was read before; undefined when it was handed in. */
function knownSource({ kind, sourceUrl }: System): Source | undefined {
  if (sourceUrl === null) return undefined;
  return kind === "graphql" ? { graphql: { url: sourceUrl } } : { url: sourceUrl };
}

function columnsOf({ server, version, format, flaws, connectionKinds }: Description) {
  return { baseUrl: server, version, format, flaws, connectionKinds };
}

function rowsOf(systemId: string, operations: Description["operations"]) {
  return operations.map(({ tag, operation }, place) => {
    const { key, summary, hash, graphql } = operation;
    const method = graphql === undefined ? operation.method : graphql.kind.toUpperCase();
    const path = graphql === undefined ? operation.path : graphql.field;
    return {
      ...{ systemId, place, key, method, path, summary, tag, hash },
      deprecated: operation.deprecated === true,
      detail: operation satisfies Operation as unknown as Prisma.InputJsonObject, // plain JSON
    };
  });
}

function notFound(message: string): UserError {
  return new UserError("not_found", message, {
    next: "It may have been deleted. Reload the page.",
  });
}
