import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { route } from "#lib/access/route.ts";
import { jsonValue } from "#lib/flow/json.ts";
import type { Services } from "#lib/server/services.ts";

const id = z.string().min(1).max(80);
const flowParams = z.strictObject({ flowId: id });

const runQuery = z.strictObject({
  flowId: id.optional(),
  state: z.enum(["queued", "running", "waiting", "succeeded", "failed", "canceled"]).optional(),
  mode: z.enum(["live", "test"]).optional(),
  triggerKind: z
    .enum(["chat", "webhook", "manual", "schedule", "flow-event", "error", "sub-flow"])
    .optional(),
  search: z.string().max(200).optional(),
  since: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
});

/** `config`: the settings that the field depends on, as JSON. */
const choicesQuery = z.strictObject({
  nodeType: id,
  field: id,
  connectionId: id.optional(),
  config: z
    .string()
    .max(4_000)
    .transform((text, context) => {
      try {
        return z.record(z.string().max(100), jsonValue).parse(JSON.parse(text));
      } catch {
        context.addIssue({ code: "custom", message: "This is no JSON object." });
        return z.NEVER;
      }
    }),
});

/** What the pages read through TanStack Query. Changes go through server actions. */
export async function registerReadRoutes(app: FastifyInstance, services: Services): Promise<void> {
  const read = { method: "GET" } as const;

  route(app, services, {
    ...read,
    url: "/api/ui/account",
    permission: "account.self",
    handler: (actor) => services.access.account(actor),
  });
  route(app, services, {
    ...read,
    url: "/api/ui/sessions",
    permission: "account.self",
    handler: (actor) => services.access.sessions(actor),
  });
  route(app, services, {
    ...read,
    url: "/api/ui/workspace-variables",
    permission: "flows.read",
    handler: (actor) => services.variables.list(actor),
  });
  route(app, services, {
    ...read,
    url: "/api/ui/templates",
    permission: "flows.read",
    handler: (actor) => services.templates.list(actor),
  });
  route(app, services, {
    ...read,
    url: "/api/ui/template",
    permission: "flows.read",
    query: z.strictObject({ id }),
    handler: (actor, { query }) => services.templates.get(actor, query.id),
  });
  route(app, services, {
    ...read,
    url: "/api/ui/flows",
    permission: "flows.read",
    handler: (actor) => services.flows.list(actor),
  });
  route(app, services, {
    ...read,
    url: "/api/ui/flows/:flowId",
    permission: "flows.read",
    params: flowParams,
    handler: (actor, { params }) => services.flows.get(actor, params.flowId),
  });
  route(app, services, {
    ...read,
    url: "/api/ui/flows/:flowId/draft",
    permission: "flows.read",
    params: flowParams,
    query: z.strictObject({ after: z.coerce.number().int().min(0) }),
    handler: async (actor, { params, query }) => ({
      newer: await services.flows.draftAfter(actor, params.flowId, query.after),
      live: await services.flows.liveState(actor, params.flowId),
    }),
  });
  route(app, services, {
    ...read,
    url: "/api/ui/flows/:flowId/set-aside",
    permission: "flows.read",
    params: flowParams,
    handler: (actor, { params }) => services.flows.listSetAside(actor, params.flowId),
  });
  route(app, services, {
    ...read,
    url: "/api/ui/flows/:flowId/set-aside/:draftId",
    permission: "flows.read",
    params: flowParams.extend({ draftId: id }),
    handler: (actor, { params }) =>
      services.flows.readSetAside(actor, params.flowId, params.draftId),
  });
  route(app, services, {
    ...read,
    url: "/api/ui/flows/:flowId/choices",
    permission: "flows.edit",
    params: flowParams,
    query: choicesQuery,
    handler: (actor, { params, query: { config, connectionId = null, ...rest } }) =>
      services.choices.load(actor, { ...params, ...rest, connectionId, config }),
  });
  route(app, services, {
    ...read,
    url: "/api/ui/flows/:flowId/versions",
    permission: "flows.read",
    params: flowParams,
    handler: (actor, { params }) => services.flows.versions(actor, params.flowId),
  });
  route(app, services, {
    ...read,
    url: "/api/ui/flows/:flowId/steps",
    permission: "runs.read",
    params: flowParams,
    handler: (actor, { params }) => services.runs.latestSteps(actor, params.flowId),
  });
  route(app, services, {
    ...read,
    url: "/api/ui/snapshots/:hash",
    permission: "flows.read",
    params: z.strictObject({ hash: z.string().regex(/^[0-9a-f]{64}$/) }),
    handler: (actor, { params }) => services.flows.snapshot(actor, params.hash),
  });
  route(app, services, {
    ...read,
    url: "/api/ui/runs",
    permission: "runs.read",
    query: runQuery,
    handler: (actor, { query }) => services.runs.list(actor, query),
  });
  route(app, services, {
    ...read,
    url: "/api/ui/runs/:runId",
    permission: "runs.read",
    params: z.strictObject({ runId: id }),
    handler: (actor, { params }) => services.runs.get(actor, params.runId),
  });
  route(app, services, {
    ...read,
    url: "/api/ui/connections",
    permission: "connections.list",
    handler: (actor) => services.connections.list(actor),
  });
  route(app, services, {
    ...read,
    url: "/api/ui/systems",
    permission: "connections.list",
    handler: (actor) => services.systems.list(actor),
  });
  route(app, services, {
    ...read,
    url: "/api/ui/systems/:systemId/operations",
    permission: "connections.list",
    params: z.strictObject({ systemId: id }),
    handler: (actor, { params }) => services.systems.operations(actor, params.systemId),
  });
  route(app, services, {
    ...read,
    url: "/api/ui/systems/:systemId/operation",
    permission: "connections.list",
    params: z.strictObject({ systemId: id }),
    query: z.strictObject({ key: z.string().min(1).max(300) }),
    handler: (actor, { params, query }) =>
      services.systems.operation(actor, params.systemId, query.key),
  });
}
