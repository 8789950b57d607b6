import type { Role } from "#lib/access/contract.ts";
import { type ApiTable, apiLine, type Made } from "../api-lines.ts";
import { admins, builders, everyone, keepers } from "../lines.ts";
import type { Stage } from "../stage.ts";
import { newName } from "../things.ts";
import { drawings } from "../things-flows.ts";

const line = (
  name: string,
  may: readonly Role[],
  scopes: ApiTable["scopes"],
  make: (stage: Stage) => Made | Promise<Made>,
  more: Partial<ApiTable> = {},
) =>
  apiLine(
    name,
    { may, scopes, stranger: "nothing", writes: !name.startsWith("GET"), ...more },
    make,
  );

const own = { stranger: "own" } as const;
const values = { token: "a-token-of-a-program", allowedHosts: "api.example.com" };
const ofFlow = async (stage: Stage, more = "") => ({
  path: `/flows/${(await stage.flow()).id}${more}`,
});
const ofLiveFlow = async (stage: Stage, more: string) => ({
  path: `/flows/${(await stage.liveFlow()).id}${more}`,
});
const ofConnection = async (stage: Stage, more = "") => ({
  path: `/connections/${(await stage.connection()).id}${more}`,
});
const ofConversation = async (stage: Stage, more = "") => ({
  path: `/conversations/${(await stage.conversation()).conversationId}${more}`,
});

const readFlows = ["flows:read", "flows:write", "flows:publish"] as const;
const changeFlows = ["flows:write"] as const;
const publishFlows = ["flows:publish"] as const;
const readConversations = ["conversations:read"] as const;
const talk = ["conversations:write"] as const;
const readConnections = ["connections:read", "connections:write"] as const;
const changeConnections = ["connections:write"] as const;

/** The API for programs: the maker's role, and one of the scopes that are named. */
export const apiLines = [
  line("GET /api/v1/flows", everyone, readFlows, () => ({ path: "/flows" }), own),
  line(
    "POST /api/v1/flows",
    builders,
    changeFlows,
    () => ({ path: "/flows", body: { name: newName("By a program") } }),
    own,
  ),
  line(
    "POST /api/v1/flows/import",
    builders,
    changeFlows,
    () => ({
      path: "/flows/import",
      body: {
        ...{ patchbay: "flow", format: 1, name: newName("Imported") },
        document: drawings.manual(),
      },
    }),
    own,
  ),
  line("GET /api/v1/flows/:flowId", everyone, readFlows, (stage) => ofFlow(stage)),
  line("PATCH /api/v1/flows/:flowId", builders, changeFlows, async (stage) => ({
    ...{ ...(await ofFlow(stage)), body: { name: newName("Renamed") } },
  })),
  line("DELETE /api/v1/flows/:flowId", builders, changeFlows, (stage) => ofFlow(stage)),
  line("GET /api/v1/flows/:flowId/export", everyone, readFlows, (stage) =>
    ofFlow(stage, "/export"),
  ),
  line("POST /api/v1/flows/:flowId/publish", builders, publishFlows, async (stage) => ({
    ...{ ...(await ofFlow(stage, "/publish")), body: {} },
  })),
  line("POST /api/v1/flows/:flowId/unpublish", builders, publishFlows, (stage) =>
    ofLiveFlow(stage, "/unpublish"),
  ),
  line("POST /api/v1/flows/:flowId/runs", builders, ["runs:start"], async (stage) => ({
    ...{ ...(await ofLiveFlow(stage, "/runs")), body: {} },
  })),
  line("GET /api/v1/runs", everyone, ["runs:read"], () => ({ path: "/runs" }), own),
  line("GET /api/v1/runs/:runId", everyone, ["runs:read"], async (stage) => ({
    path: `/runs/${(await stage.run()).runId}`,
  })),
  line("POST /api/v1/runs/:runId/cancel", keepers, ["runs:cancel"], async (stage) => ({
    path: `/runs/${(await stage.run("waiting")).runId}/cancel`,
  })),
  line("POST /api/v1/conversations", keepers, talk, async (stage) => ({
    ...{ path: "/conversations", body: { flowId: (await stage.liveFlow("chat")).id } },
  })),
  line(
    "GET /api/v1/conversations",
    everyone,
    readConversations,
    () => ({ path: "/conversations" }),
    own,
  ),
  line("GET /api/v1/conversations/:conversationId", everyone, readConversations, (stage) =>
    ofConversation(stage),
  ),
  line("GET /api/v1/conversations/:conversationId/messages", everyone, readConversations, (stage) =>
    ofConversation(stage, "/messages"),
  ),
  line("POST /api/v1/conversations/:conversationId/messages", keepers, talk, async (stage) => ({
    ...{ ...(await ofConversation(stage, "/messages")), body: { text: "Good day", wait: false } },
  })),
  line("GET /api/v1/connections", everyone, readConnections, () => ({ path: "/connections" }), own),
  line("GET /api/v1/connections/:connectionId", everyone, readConnections, (stage) =>
    ofConnection(stage),
  ),
  line(
    "GET /api/v1/connection-kinds",
    everyone,
    readConnections,
    () => ({ path: "/connection-kinds" }),
    own,
  ),
  line(
    "POST /api/v1/connections",
    admins,
    changeConnections,
    () => ({ path: "/connections", body: { name: newName("Made"), kind: "bearer", values } }),
    own,
  ),
  line("PATCH /api/v1/connections/:connectionId", admins, changeConnections, async (stage) => ({
    ...{ ...(await ofConnection(stage)), body: { name: newName("Changed") } },
  })),
  line("POST /api/v1/connections/:connectionId/test", admins, changeConnections, async (stage) => {
    const { id } = await stage.connection({
      values: { ...values, testUrl: "https://127.0.0.1:1/" },
    });
    return { path: `/connections/${id}/test` };
  }),
  line("DELETE /api/v1/connections/:connectionId", admins, changeConnections, (stage) =>
    ofConnection(stage),
  ),
];
