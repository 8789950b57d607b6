import { z } from "zod";
import { type AnyEndpoint, endpoint } from "../endpoint.ts";
import { pageFrom, pageOf, pageQuery } from "../pages.ts";

const tag = "Connections";
const connectionId = z.string().min(1).max(80).meta({ description: "A connection's id." });
const params = z.strictObject({ connectionId });
const name = z.string().trim().min(1).max(80);
const values = z
  .record(z.string().max(60), z.string().max(20_000))
  .meta({ description: "By field, as the kind's form has them. Secrets are never read back." });

const connection = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.string(),
    settings: z.record(z.string(), z.unknown()).meta({ description: "What is not secret." }),
    hint: z.string().meta({ description: "At most the last 4 characters of the secret." }),
    state: z.string(),
    lastTest: z.object({ ok: z.boolean(), at: z.string(), message: z.string() }).nullable(),
    lastUsedAt: z.string().nullable(),
    createdAt: z.string(),
    usedBy: z.array(z.object({ flowId: z.string(), flowName: z.string(), live: z.boolean() })),
  })
  .meta({ id: "Connection" });

const manage = { scope: "connections:write", permission: "connections.manage" } as const;

export const connectionEndpoints: readonly AnyEndpoint[] = [
  endpoint({
    ...{ id: "listConnections", method: "GET", path: "/connections", tag },
    summary: "List connections",
    ...{ scope: "connections:read", permission: "connections.list", status: 200 },
    query: z.strictObject(pageQuery),
    answer: pageOf(connection),
    work: async ({ actor, services, query }) =>
      pageFrom(await services.connections.list(actor), query),
  }),
  endpoint({
    ...{ id: "createConnection", method: "POST", path: "/connections", tag },
    summary: "Create a connection",
    ...{ ...manage, status: 201 },
    body: z.strictObject({ name, kind: z.string().min(1).max(60), values }),
    answer: connection,
    work: ({ actor, services, body }) => services.connections.create(actor, body),
  }),
  endpoint({
    ...{ id: "updateConnection", method: "PATCH", path: "/connections/{connectionId}", tag },
    summary: "Change a connection",
    description: "Secrets that are left out stay as they are.",
    ...{ ...manage, status: 200, params },
    body: z.strictObject({ name: name.optional(), values: values.optional() }),
    answer: connection,
    work: ({ actor, services, params: { connectionId: id }, body }) =>
      services.connections.update(actor, id, {
        ...(body.name !== undefined && { name: body.name }),
        ...(body.values !== undefined && { values: body.values }),
      }),
  }),
  endpoint({
    ...{ id: "testConnection", method: "POST", path: "/connections/{connectionId}/test", tag },
    summary: "Test a connection",
    description: "Asks the provider with it; `lastTest` says how it went.",
    ...{ ...manage, status: 200, params },
    answer: connection,
    work: ({ actor, services, params: { connectionId: id } }) =>
      services.connections.test(actor, id),
  }),
  endpoint({
    ...{ id: "deleteConnection", method: "DELETE", path: "/connections/{connectionId}", tag },
    summary: "Delete a connection",
    description: "Steps that use it fail from now on.",
    ...{ ...manage, status: 204, params },
    work: ({ actor, services, params: { connectionId: id } }) =>
      services.connections.remove(actor, id),
  }),
];
