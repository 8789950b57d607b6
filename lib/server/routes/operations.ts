import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { route } from "#lib/access/route.ts";
import type { OperationsService } from "#lib/operations/contract.ts";
import type { Services } from "#lib/server/services.ts";

const id = z.string().min(1).max(80);

/** What the queue page reads, and what a delete would touch. Changes go through server actions. */
export async function registerOperationsRoutes(
  app: FastifyInstance,
  services: Pick<Services, "access"> & { operations: OperationsService },
): Promise<void> {
  const read = { method: "GET", permission: "runs.read" } as const;
  const { operations } = services;

  route(app, services, {
    ...read,
    url: "/api/ui/queue",
    handler: (actor) => operations.snapshot(actor),
  });
  route(app, services, {
    ...read,
    url: "/api/ui/queue/dead-letters",
    query: z.strictObject({
      search: z.string().max(200).optional(),
      cursor: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(200).optional(),
    }),
    handler: (actor, { query }) => operations.deadLetters(actor, query),
  });
  route(app, services, {
    ...read,
    url: "/api/ui/impact/flows/:flowId",
    params: z.strictObject({ flowId: id }),
    handler: (actor, { params }) => operations.impactOf(actor, params),
  });
  route(app, services, {
    ...read,
    url: "/api/ui/impact/connections/:connectionId",
    params: z.strictObject({ connectionId: id }),
    handler: (actor, { params }) => operations.impactOf(actor, params),
  });
}
