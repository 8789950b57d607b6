import type { FastifyInstance } from "fastify";
import { registerApi } from "../api/register-api.ts";
import type { RunningServices } from "../create-services.ts";
import { registerAuditRoutes } from "./audit.ts";
import { registerCallbackRoutes } from "./callbacks.ts";
import { registerCareRoutes } from "./care.ts";
import { registerChatRoutes } from "./chat.ts";
import { registerConversationRoutes } from "./conversations.ts";
import { registerEventRoutes } from "./events.ts";
import { registerFileRoute } from "./files.ts";
import { registerHookRoutes } from "./hooks.ts";
import { registerLogoRoute } from "./logo.ts";
import { registerOperationsRoutes } from "./operations.ts";
import { registerReadRoutes } from "./reads.ts";

/** Everything that answers in front of Next: webhooks, callbacks, chat, live events, and the browser's reads. */
export async function registerRoutes(
  app: FastifyInstance,
  services: RunningServices,
): Promise<void> {
  const onShed = (surface: string) => (code: string) => services.metrics.shed(surface, code);
  await app.register(async (scope) =>
    registerHookRoutes(scope, services, { onShed: onShed("hooks") }),
  );
  await app.register(async (scope) =>
    registerChatRoutes(scope, services, { onShed: onShed("chat") }),
  );
  await app.register(async (scope) => registerLogoRoute(scope, services));
  await app.register(async (scope) => registerFileRoute(scope, services));
  await app.register(async (scope) => registerEventRoutes(scope, services));
  await app.register(async (scope) => registerReadRoutes(scope, services));
  await app.register(async (scope) => registerOperationsRoutes(scope, services));
  await app.register(async (scope) => registerCareRoutes(scope, services));
  await app.register(async (scope) => registerConversationRoutes(scope, services));
  await app.register(async (scope) => registerApi(scope, services, { pool: services.pool }));
  await app.register(async (scope) => registerAuditRoutes(scope, services));
  const { callbacks, runs } = services;
  await app.register(async (scope) =>
    registerCallbackRoutes(
      scope,
      { callbacks, resumeCallback: runs.resumeCallback, callbackState: runs.callbackState },
      { onShed: onShed("callbacks") },
    ),
  );
}
