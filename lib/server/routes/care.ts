import type { FastifyInstance } from "fastify";
import { route } from "#lib/access/route.ts";
import type { Services } from "#lib/server/services.ts";

/** What the pages read of circuits and alerts. Changes go through server actions. */
export async function registerCareRoutes(
  app: FastifyInstance,
  services: Pick<Services, "access" | "circuits" | "alerts">,
): Promise<void> {
  route(app, services, {
    method: "GET",
    url: "/api/ui/circuits",
    permission: "connections.list",
    handler: (actor) => services.circuits.list(actor),
  });
  route(app, services, {
    method: "GET",
    url: "/api/ui/alerts",
    permission: "connections.manage",
    handler: (actor) => services.alerts.history(actor),
  });
}
