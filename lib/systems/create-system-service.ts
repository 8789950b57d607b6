import type { Pool } from "pg";
import { v7 as uuid } from "uuid";
import { recordAudit } from "#lib/access/audit.ts";
import type { Actor } from "#lib/access/contract.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { ConnectionStore } from "#lib/connections/contract.ts";
import { granteeOf } from "#lib/db/flows/granted.ts";
import type { PrismaClient, System } from "#lib/db/generated/client.ts";
import { findSystemUses } from "#lib/db/systems/system-usage.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { HttpClient } from "#lib/http/client.ts";
import type { Offload } from "#lib/offload/offload.ts";
import type { Source, SystemService } from "./contract.ts";
import { currentOperations } from "./current-operations.ts";
import { createSourceReader } from "./read-source.ts";
import { readOperationDetail, summarise } from "./system-rows.ts";
import { refuseStale, writeAgain, writeNew } from "./write-system.ts";

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
      const wasRead = await read(actor, source);
      const id = uuid();
      const title = (name.trim() || wasRead.description.title).slice(0, 80);
      const system = { id, name: title, ...kindOf(source) };
      await prisma.$transaction((tx) => writeNew(tx, actor, system, wasRead), { timeout: 30_000 });
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
      const wasRead = await read(actor, from);
      const uses = (await usesOf(actor, [id])).filter(({ systemId }) => systemId === id);
      const used = new Set(uses.map(({ key }) => key));
      const changes = await prisma.$transaction(
        async (tx) => {
          // Two refreshes at once: the second compares with what the first wrote.
          await tx.$queryRaw`SELECT id FROM systems WHERE id = ${id} FOR UPDATE`;
          if ("written" in from) await refuseStale(tx, id, from.since);
          return await writeAgain(tx, actor, system, wasRead, used);
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

function kindOf(source: Source) {
  if ("written" in source) return { kind: "written" };
  return { kind: "graphql" in source ? "graphql" : "openapi" };
}

/** Where it was read before; undefined when it was handed in. */
function knownSource({ kind, sourceUrl }: System): Source | undefined {
  if (sourceUrl === null) return undefined;
  return kind === "graphql" ? { graphql: { url: sourceUrl } } : { url: sourceUrl };
}

function notFound(message: string): UserError {
  return new UserError("not_found", message, {
    next: "It may have been deleted. Reload the page.",
  });
}
