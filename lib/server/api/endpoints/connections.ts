import { z } from "zod";
import { connectionGrants } from "#lib/connections/grants.ts";
import { connectionLimits } from "#lib/connections/limits.ts";
import { type AnyEndpoint, endpoint } from "../endpoint.ts";
import { pageFrom, pageOf, pageQuery } from "../pages.ts";

const tag = "Connections";
const connectionId = z.string().min(1).max(80).meta({ description: "A connection's id." });
const params = z.strictObject({ connectionId });
const name = z.string().trim().min(1).max(80);
const values = z.record(z.string().max(60), z.string().max(20_000)).meta({
  description:
    "By field, as `valuesSchema` of the kind has them: see “List connection kinds”. Secrets are never read back.",
});
const limits = connectionLimits.meta({
  id: "ConnectionLimits",
  description:
    "What it may be used for: `flows` by id, `nodes` by kind of step such as `rest-api`, `methods` of web requests. A list that is left out limits nothing.",
});
const grants = connectionGrants.meta({
  id: "ConnectionGrants",
  description:
    "Who may put it into flows: `roles`, and `people` by user id. Without both lists, everybody who builds flows.",
});
const end = z.iso
  .datetime()
  .nullable()
  .meta({ description: "When the credential ends, in UTC; null when nobody knows." });
const care = {
  limits: limits.optional(),
  grants: grants.optional(),
  expiresAt: end.optional(),
};

const connection = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.string(),
    settings: z.record(z.string(), z.unknown()).meta({ description: "What is not secret." }),
    hint: z.string().meta({ description: "At most the last 4 characters of the secret." }),
    state: z.string(),
    lastTest: z.object({ ok: z.boolean(), at: z.string(), message: z.string() }).nullable(),
    attention: z
      .object({ code: z.string(), message: z.string(), since: z.string() })
      .nullable()
      .meta({ description: "Why somebody has to look at it." }),
    expiresAt: end,
    limits,
    grants,
    mayUse: z.boolean().meta({ description: "Whether the key's maker may put it into flows." }),
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
    ...{ id: "getConnection", method: "GET", path: "/connections/{connectionId}", tag },
    summary: "Read a connection",
    ...{ scope: "connections:read", permission: "connections.list", status: 200, params },
    answer: connection,
    work: ({ actor, services, params: { connectionId: id } }) =>
      services.connections.get(actor, id),
  }),
  endpoint({
    ...{ id: "createConnection", method: "POST", path: "/connections", tag },
    summary: "Create a connection",
    ...{ ...manage, status: 201 },
    body: z.strictObject({ name, kind: z.string().min(1).max(60), values, ...care }),
    answer: connection,
    work: ({ actor, services, body: { name, kind, values, ...care } }) =>
      services.connections.create(actor, { name, kind, values, ...given(care) }),
  }),
  endpoint({
    ...{ id: "updateConnection", method: "PATCH", path: "/connections/{connectionId}", tag },
    summary: "Change a connection",
    description:
      "What is left out stays as it is, secrets too. `limits` and `grants` replace those of before as a whole.",
    ...{ ...manage, status: 200, params },
    body: z.strictObject({ name: name.optional(), values: values.optional(), ...care }),
    answer: connection,
    work: ({ actor, services, params: { connectionId: id }, body }) =>
      services.connections.update(actor, id, given(body)),
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

/** Without what was left out. */
function given<T extends object>(body: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(
    Object.entries(body).filter(([, value]) => value !== undefined),
  ) as never; // a key is missing or has a value, and never undefined
}
