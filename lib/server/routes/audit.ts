import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { AccessService } from "#lib/access/contract.ts";
import { route } from "#lib/access/route.ts";
import { type AuditService, auditFilter, auditFormat } from "#lib/audit/contract.ts";

export type AuditRouteServices = {
  access: Pick<AccessService, "actorFromCookies">;
  audit: Pick<AuditService, "list" | "export" | "uses">;
};

const page = {
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
};

/** The audit log and the usage log of connections, and the audit log as a file. */
export async function registerAuditRoutes(
  app: FastifyInstance,
  services: AuditRouteServices,
): Promise<void> {
  const { audit } = services;
  const read = { method: "GET", permission: "audit.read" } as const;

  route(app, services, {
    ...read,
    url: "/api/ui/audit",
    query: auditFilter.extend(page),
    handler: (actor, { query }) => audit.list(actor, query),
  });
  route(app, services, {
    ...read,
    url: "/api/ui/audit/export",
    query: auditFilter.extend({ format: auditFormat.default("csv") }),
    handler: async (actor, { query: { format, ...filter } }, _request, reply) => {
      const file = await audit.export(actor, filter, format);
      const day = new Date().toISOString().slice(0, 10);
      reply
        .header("x-content-type-options", "nosniff")
        .header("content-disposition", `attachment; filename="audit-${day}.${format}"`)
        .type(format === "csv" ? "text/csv; charset=utf-8" : "application/jsonl; charset=utf-8");
      return file;
    },
  });
  route(app, services, {
    ...read,
    url: "/api/ui/uses",
    query: z.strictObject({ ...page, connectionId: z.string().min(1).max(80).optional() }),
    handler: (actor, { query }) => audit.uses(actor, query),
  });
}
