import { admins, builders, everyone, keepers, read, refusal } from "../lines.ts";
import type { Stage } from "../stage.ts";
import { drawings } from "../things-flows.ts";
import { limitedFlow } from "./flows.ts";

const all = { may: everyone, stranger: "own" } as const;
const one = { ...all, stranger: "nothing" } as const;
const few = { ...all, may: admins };

const flowId = async ({ stage }: { stage: Stage }) => (await stage.flow()).id;
const runId = async ({ stage }: { stage: Stage }) => (await stage.run()).runId;
const conversationId = async ({ stage }: { stage: Stage }) =>
  (await stage.conversation()).conversationId;

/** What the pages read, and what they hear live. */
export const readLines = [
  read("GET /api/ui/account", { ...all, self: true }),
  read("GET /api/ui/sessions", { ...all, self: true }),
  read("GET /api/ui/workspace-variables", all),
  read("GET /api/ui/templates", all),
  read("GET /api/ui/template", one, async ({ stage }) => {
    return `/api/ui/template?id=${await stage.template()}`;
  }),
  read("GET /api/ui/flows", all),
  read("GET /api/ui/flows/:flowId", one, async (given) => `/api/ui/flows/${await flowId(given)}`, [
    refusal(
      "a viewer, a flow of few",
      ["not_found"],
      async (stage) => ({
        ...{ kind: "http", method: "GET", path: `/api/ui/flows/${await limitedFlow(stage)}` },
      }),
      ({ byRole }) => byRole.viewer,
    ),
  ]),
  read(
    "GET /api/ui/flows/:flowId/draft",
    one,
    async (given) => `/api/ui/flows/${await flowId(given)}/draft?after=0`,
  ),
  read(
    "GET /api/ui/flows/:flowId/set-aside",
    one,
    async (given) => `/api/ui/flows/${await flowId(given)}/set-aside`,
  ),
  read("GET /api/ui/flows/:flowId/set-aside/:draftId", one, async ({ stage }) => {
    const { owner, house } = stage;
    const { id } = await stage.flow();
    await house.services.flows.setAside(owner, { flowId: id, document: drawings.waiting() });
    const [kept] = await house.services.flows.listSetAside(owner, id);
    return `/api/ui/flows/${id}/set-aside/${kept?.id}`;
  }),
  read(
    "GET /api/ui/flows/:flowId/choices",
    { ...one, may: builders },
    async (given) =>
      `/api/ui/flows/${await flowId(given)}/choices?nodeType=pabbly&field=hook&config=%7B%7D`,
  ),
  read(
    "GET /api/ui/flows/:flowId/versions",
    one,
    async (given) => `/api/ui/flows/${await flowId(given)}/versions`,
  ),
  read(
    "GET /api/ui/flows/:flowId/steps",
    one,
    async (given) => `/api/ui/flows/${await flowId(given)}/steps`,
  ),
  read(
    "GET /api/ui/snapshots/:hash",
    one,
    async ({ stage }) => `/api/ui/snapshots/${(await stage.run()).hash}`,
  ),
  read("GET /api/ui/runs", all),
  read("GET /api/ui/runs/:runId", one, async (given) => `/api/ui/runs/${await runId(given)}`, [
    refusal(
      "a viewer, a run of a flow of few",
      ["run_not_found"],
      async (stage) => {
        const run = await stage.run();
        const limits = { limited: true, roles: [], people: [] };
        await stage.house.services.flows.setGrants(stage.owner, run.flowId, limits);
        return { kind: "http", method: "GET", path: `/api/ui/runs/${run.runId}` };
      },
      ({ byRole }) => byRole.viewer,
    ),
  ]),
  read("GET /api/ui/connections", all),
  read("GET /api/ui/systems", all),
  read("GET /api/ui/systems/:systemId/operations", one, async ({ stage }) => {
    const { id } = await stage.system();
    return `/api/ui/systems/${id}/operations`;
  }),
  read("GET /api/ui/systems/:systemId/operation", one, async ({ stage }) => {
    const { id } = await stage.system();
    return `/api/ui/systems/${id}/operation?key=listOrders`;
  }),
  read("GET /api/ui/queue", all),
  read("GET /api/ui/queue/dead-letters", all),
  read(
    "GET /api/ui/impact/flows/:flowId",
    one,
    async (given) => `/api/ui/impact/flows/${await flowId(given)}`,
  ),
  read(
    "GET /api/ui/impact/connections/:connectionId",
    one,
    async ({ stage }) => `/api/ui/impact/connections/${(await stage.connection()).id}`,
  ),
  read("GET /api/ui/circuits", all),
  read("GET /api/ui/alerts", few),
  read("GET /api/ui/audit", few),
  read("GET /api/ui/audit/export", few),
  read("GET /api/ui/uses", few),
  read("GET /api/ui/conversations", all),
  read("GET /api/ui/conversations/waiting", { ...all, may: keepers }),
  read(
    "GET /api/ui/conversations/:conversationId",
    one,
    async (given) => `/api/ui/conversations/${await conversationId(given)}`,
  ),
  read(
    "GET /api/ui/conversations/:conversationId/transcript",
    one,
    async (given) => `/api/ui/conversations/${await conversationId(given)}/transcript`,
  ),
  read(
    "GET /api/events/desk/:conversationId",
    one,
    async (given) => `/api/events/desk/${await conversationId(given)}`,
  ),
  read(
    "GET /api/events/runs/:runId",
    one,
    async (given) => `/api/events/runs/${await runId(given)}`,
  ),
  read(
    "GET /api/events/conversations/:conversationId",
    one,
    async (given) => `/api/events/conversations/${await conversationId(given)}`,
  ),
];
