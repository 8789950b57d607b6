import { z } from "zod";
import type { Actor } from "#lib/access/contract.ts";
import { UserError } from "#lib/errors/user-error.ts";
import { exportFlow, importFlow, portableFlow } from "#lib/flow/portable.ts";
import { type FlowDetail, flowName, folderName, tagNames } from "#lib/flow-store/contract.ts";
import type { Services } from "#lib/server/services.ts";
import { type AnyEndpoint, endpoint } from "../endpoint.ts";
import { pageFrom, pageOf, pageQuery } from "../pages.ts";

const tag = "Flows";
export const flowId = z.string().min(1).max(80).meta({ description: "A flow's id." });
const params = z.strictObject({ flowId });

/** A flow document; its schema is the editor's, and is checked when it is saved. */
const document = z
  .record(z.string(), z.unknown())
  .meta({ description: "Nodes, edges, notes, variables and settings, as an export has them." });

const summary = z
  .object({
    id: z.string(),
    name: z.string(),
    folder: z.string(),
    tags: z.array(z.string()),
    slug: z.string().meta({ description: "The chat page's address ends with it." }),
    state: z
      .enum(["draft", "live", "changed"])
      .meta({ description: "`changed`: live, and the draft differs from what is." }),
    triggers: z.array(z.string()),
    nodeCount: z.number().int(),
    updatedAt: z.string(),
  })
  .meta({ id: "FlowSummary" });

const detail = z
  .object({
    ...summary.shape,
    document,
    revision: z
      .number()
      .int()
      .meta({ description: "Grows with every save. Give it as `baseRevision` of the next." }),
    liveVersion: z
      .object({ id: z.string(), number: z.number().int(), publishedAt: z.string() })
      .nullable(),
    hooks: z
      .array(z.object({ nodeId: z.string(), url: z.string() }))
      .meta({ description: "Where the webhook triggers are called once the flow is live." }),
    chatUrl: z.string().nullable(),
  })
  .meta({ id: "Flow" });

function shown(flow: FlowDetail, baseUrl: string) {
  return {
    ...flow,
    hooks: flow.hooks.map(({ nodeId, hookId }) => ({ nodeId, url: `${baseUrl}/hooks/${hookId}` })),
    chatUrl: flow.triggers.includes("chat") ? `${baseUrl}/chat/${flow.slug}` : null,
  };
}

/** By name and kind alone, whatever the key's scopes: every role may know them. */
function connectionNames(services: Services, { scopes: _, ...actor }: Actor) {
  return services.connections.list(actor);
}

const change = z.strictObject({
  name: flowName.optional(),
  folder: folderName.optional(),
  tags: tagNames.optional(),
  document: document.optional(),
  baseRevision: z
    .number()
    .int()
    .optional()
    .meta({ description: "Required with `document`: the revision that it was made from." }),
});

export const flowEndpoints: readonly AnyEndpoint[] = [
  endpoint({
    ...{ id: "listFlows", method: "GET", path: "/flows", tag, summary: "List flows" },
    ...{ scope: "flows:read", permission: "flows.read", status: 200 },
    query: z.strictObject({
      ...pageQuery,
      folder: folderName.optional(),
      state: z.enum(["draft", "live", "changed"]).optional(),
      search: z.string().max(200).optional().meta({ description: "Part of the name." }),
    }),
    answer: pageOf(summary),
    async work({ actor, services, query }) {
      const flows = await services.flows.list(actor);
      const wanted = query.search?.toLowerCase() ?? "";
      const fitting = flows.filter(
        (flow) =>
          (query.folder === undefined || flow.folder === query.folder) &&
          (query.state === undefined || flow.state === query.state) &&
          flow.name.toLowerCase().includes(wanted),
      );
      return pageFrom(fitting, query);
    },
  }),
  endpoint({
    ...{ id: "createFlow", method: "POST", path: "/flows", tag, summary: "Create a flow" },
    ...{ scope: "flows:write", permission: "flows.edit", status: 201 },
    body: z.strictObject({
      name: flowName,
      folder: folderName.default(""),
      document: document.optional(),
    }),
    answer: detail,
    async work({ actor, services, body, baseUrl }) {
      const { document: drawn, ...rest } = body;
      const made = await services.flows.create(actor, {
        ...rest,
        ...(drawn !== undefined && { document: drawn }),
      });
      return shown(made, baseUrl);
    },
  }),
  endpoint({
    ...{ id: "importFlow", method: "POST", path: "/flows/import", tag, summary: "Import a flow" },
    description:
      "Takes what an export gave. Connections of the same name and kind are used; the others are named in `missing` and have to be chosen. Nothing runs.",
    ...{ scope: "flows:write", permission: "flows.edit", status: 201 },
    body: portableFlow,
    answer: z.object({
      flow: detail,
      missing: z.array(z.object({ name: z.string(), kind: z.string() })),
    }),
    async work({ actor, services, body, baseUrl }) {
      const { document: read, missing } = importFlow(body, await connectionNames(services, actor));
      const { name, folder, tags } = body;
      const made = await services.flows.create(actor, { name, folder, document: read });
      if (tags.length > 0) await services.flows.organise(actor, made.id, { tags });
      return { flow: shown({ ...made, tags }, baseUrl), missing };
    },
  }),
  endpoint({
    ...{ id: "getFlow", method: "GET", path: "/flows/{flowId}", tag, summary: "Read a flow" },
    description: "The draft, as it is in the editor.",
    ...{ scope: "flows:read", permission: "flows.read", status: 200, params },
    answer: detail,
    work: async ({ actor, services, params: { flowId: id }, baseUrl }) =>
      shown(await services.flows.get(actor, id), baseUrl),
  }),
  endpoint({
    ...{
      id: "updateFlow",
      method: "PATCH",
      path: "/flows/{flowId}",
      tag,
      summary: "Change a flow",
    },
    description:
      "What is left out stays as it is. A document that was made from an older revision is refused with `stale_write`.",
    ...{ scope: "flows:write", permission: "flows.edit", status: 200, params },
    body: change,
    answer: detail,
    alsoStatus: { 409: "`stale_write`: somebody has saved since." },
    async work({ actor, services, params: { flowId: id }, body, baseUrl }) {
      const { name, folder, tags, document: drawn, baseRevision } = body;
      if (drawn !== undefined) {
        if (baseRevision === undefined) {
          throw new UserError(
            "invalid_input",
            "Give the revision that the document was made from.",
            {
              details: { issues: [{ path: "baseRevision", message: "This is missing." }] },
            },
          );
        }
        const saved = await services.flows.saveDraft(actor, {
          flowId: id,
          baseRevision,
          document: drawn,
        });
        if (!saved.saved) {
          throw new UserError("stale_write", "Somebody has saved this flow since.", {
            next: `Read it again: its revision is ${saved.theirs.revision} now.`,
          });
        }
      }
      if (name !== undefined) await services.flows.rename(actor, id, name);
      if (folder !== undefined || tags !== undefined) {
        await services.flows.organise(actor, id, {
          ...(folder !== undefined && { folder }),
          ...(tags !== undefined && { tags }),
        });
      }
      return shown(await services.flows.get(actor, id), baseUrl);
    },
  }),
  endpoint({
    ...{ id: "exportFlow", method: "GET", path: "/flows/{flowId}/export", tag },
    summary: "Export a flow",
    description: "The draft as a file for another workspace: without secrets and sample data.",
    ...{ scope: "flows:read", permission: "flows.read", status: 200, params },
    answer: portableFlow,
    async work({ actor, services, params: { flowId: id } }) {
      const [flow, connections] = await Promise.all([
        services.flows.get(actor, id),
        connectionNames(services, actor),
      ]);
      return exportFlow(flow, connections);
    },
  }),
  endpoint({
    ...{ id: "publishFlow", method: "POST", path: "/flows/{flowId}/publish", tag },
    summary: "Publish a flow",
    description: "Makes the draft live as a new version that nothing changes any more.",
    ...{ scope: "flows:publish", permission: "flows.publish", status: 200, params },
    body: z.strictObject({ note: z.string().trim().max(500).default("") }),
    answer: z.object({ version: z.object({ id: z.string(), number: z.number().int() }) }),
    alsoStatus: { 422: "`has_problems`: `problems` says what has to be mended first." },
    async work({ actor, services, params: { flowId: id }, body }) {
      const outcome = await services.flows.publish(actor, { flowId: id, note: body.note });
      if (outcome.published) return { version: outcome.version };
      throw new UserError("has_problems", "This flow has problems and was not published.", {
        next: "Mend them, and publish again.",
        details: {
          problems: outcome.problems.map(({ code, message, nodeId, field }) => ({
            ...{ code, message, nodeId, field },
          })),
        },
      });
    },
  }),
  endpoint({
    ...{ id: "unpublishFlow", method: "POST", path: "/flows/{flowId}/unpublish", tag },
    summary: "Unpublish a flow",
    description: "Runs that have begun go on to their end.",
    ...{ scope: "flows:publish", permission: "flows.publish", status: 204, params },
    work: ({ actor, services, params: { flowId: id } }) => services.flows.unpublish(actor, id),
  }),
  endpoint({
    ...{
      id: "deleteFlow",
      method: "DELETE",
      path: "/flows/{flowId}",
      tag,
      summary: "Delete a flow",
    },
    description: "Ends its waiting and queued runs. What it did is kept for as long as runs are.",
    ...{ scope: "flows:write", permission: "flows.delete", status: 204, params },
    work: ({ actor, services, params: { flowId: id } }) => services.flows.remove(actor, id),
  }),
];
