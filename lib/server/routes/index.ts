import type { FastifyInstance } from "fastify";
import type { Services } from "#lib/server/services.ts";
import { registerChatRoutes } from "./chat.ts";
import { registerEventRoutes } from "./events.ts";
import { registerHookRoutes } from "./hooks.ts";
import { registerReadRoutes } from "./reads.ts";

/** Everything that answers in front of Next: webhooks, chat, live events, and the browser's reads. */
export async function registerRoutes(app: FastifyInstance, services: Services): Promise<void> {
  await app.register(async (scope) => registerHookRoutes(scope, services));
  await app.register(async (scope) => registerChatRoutes(scope, services));
  await app.register(async (scope) => registerEventRoutes(scope, services));
  await app.register(async (scope) => registerReadRoutes(scope, services));
}
