import type { Ask } from "../cell.ts";
import { forAnybody, refusal } from "../lines.ts";
import type { Stage } from "../stage.ts";
import { newName } from "../things.ts";

type Options = { headers?: { [name: string]: string }; body?: object };

function http(method: string, path: string, { headers, body }: Options = {}): Ask {
  return {
    ...{ kind: "http", method, path },
    headers: { ...headers, ...(body !== undefined && { "content-type": "application/json" }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  };
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const message = () => ({ clientId: newName("message"), text: "Good day" });
const wrongToken = (make: () => Ask) =>
  refusal("a token of nobody", ["conversation_not_found"], make);
const noToken = (make: () => Ask) => refusal("no token", ["invalid_token"], make);
const get = (path: string) => () => http("GET", path);

async function hookOf(stage: Stage): Promise<string> {
  const { hooks } = await stage.liveFlow("webhook");
  return `/hooks/${hooks[0]?.hookId}`;
}

/** What answers without a session: health, webhooks, callbacks, the public chat, sign-in's return. */
export const openLines = [
  forAnybody("GET /healthz", {}, get("/healthz")),
  forAnybody("GET /readyz", {}, get("/readyz")),
  forAnybody("GET /metrics", {}, get("/metrics"), [
    // From elsewhere, as far as the request tells, and without the token.
    refusal("from another machine", ["invalid_token"], () =>
      http("GET", "/metrics", { headers: { "x-forwarded-for": "198.51.100.7" } }),
    ),
  ]),
  forAnybody(
    "ALL /hooks/:hookId",
    { writes: true },
    async ({ stage }) => http("POST", await hookOf(stage), { body: { order: 1 } }),
    [
      refusal("an address of nothing", ["not_found"], () =>
        http("POST", "/hooks/nothing", { body: {} }),
      ),
      refusal("a flow that is not published", ["not_found"], async (stage) => {
        const { hooks } = await stage.flow("webhook");
        return http("POST", `/hooks/${hooks[0]?.hookId}`, { body: {} });
      }),
    ],
  ),
  forAnybody(
    "ALL /callbacks/*",
    { writes: true },
    async ({ stage }) => http("POST", await stage.callback(), { body: { answer: "yes" } }),
    [
      refusal("a changed signature", ["not_found"], async (stage) => {
        const path = await stage.callback();
        return http("POST", `${path.slice(0, -2)}xx`, { body: {} });
      }),
    ],
  ),
  forAnybody("GET /chat/widget.js", {}, get("/chat/widget.js")),
  forAnybody("OPTIONS /chat/api/*", {}, () =>
    http("OPTIONS", "/chat/api/messages", {
      headers: { origin: "https://shop.example.com", "access-control-request-method": "POST" },
    }),
  ),
  forAnybody("GET /chat/api/:slug/look", {}, async ({ stage }) =>
    http("GET", `/chat/api/${(await stage.liveFlow("chat")).slug}/look`),
  ),
  forAnybody(
    "POST /chat/api/:slug/conversations",
    { writes: true },
    async ({ stage }) =>
      http("POST", `/chat/api/${(await stage.liveFlow("chat")).slug}/conversations`, { body: {} }),
    [
      refusal("a flow that is not published", ["not_published"], async (stage) =>
        http("POST", `/chat/api/${(await stage.flow("chat")).slug}/conversations`, { body: {} }),
      ),
    ],
  ),
  forAnybody(
    "POST /chat/api/messages",
    { writes: true },
    async ({ stage }) => {
      const { token } = await stage.conversation();
      return http("POST", "/chat/api/messages", { headers: bearer(token), body: message() });
    },
    [
      noToken(() => http("POST", "/chat/api/messages", { body: message() })),
      wrongToken(() =>
        http("POST", "/chat/api/messages", { headers: bearer("nobody"), body: message() }),
      ),
    ],
  ),
  forAnybody(
    "POST /chat/api/files",
    { writes: true },
    async ({ stage }) => {
      const { token } = await stage.conversationAskingForFile();
      return http("POST", "/chat/api/files?name=a.json", { headers: bearer(token), body: {} });
    },
    [
      noToken(() => http("POST", "/chat/api/files?name=a.json", { body: {} })),
      wrongToken(() =>
        http("POST", "/chat/api/files?name=a.json", { headers: bearer("nobody"), body: {} }),
      ),
      refusal("nothing was asked for", ["file_not_expected"], async (stage) => {
        const { token } = await stage.conversation();
        return http("POST", "/chat/api/files?name=a.json", { headers: bearer(token), body: {} });
      }),
    ],
  ),
  ...["messages", "stream"].map((what) =>
    forAnybody(
      `GET /chat/api/${what}`,
      {},
      async ({ stage }) =>
        http("GET", `/chat/api/${what}`, { headers: bearer((await stage.conversation()).token) }),
      [
        noToken(get(`/chat/api/${what}`)),
        wrongToken(() => http("GET", `/chat/api/${what}`, { headers: bearer("nobody") })),
      ],
    ),
  ),
  forAnybody(
    "GET /chat/logo/:workspaceId/:hash",
    {},
    async ({ stage }) => http("GET", `/chat/logo/${stage.workspaceId}/${await stage.logo()}`),
    [
      refusal("under another workspace", ["not_found"], async (stage) =>
        http("GET", `/chat/logo/${stage.stranger.workspaceId}/${await stage.logo()}`),
      ),
    ],
  ),
  forAnybody("GET /files/:token/:name", {}, async ({ stage }) => http("GET", await stage.file()), [
    refusal("a changed signature", ["file_not_found"], async (stage) =>
      http("GET", (await stage.file()).replace(/.(?=\/[^/]*$)/, "-")),
    ),
  ]),
  forAnybody("GET /api/v1/openapi.json", {}, get("/api/v1/openapi.json")),
  forAnybody("GET /api/v1/docs", {}, get("/api/v1/docs")),
  // Nobody has been at the provider: there is nothing to come back with.
  forAnybody("GET /sign-in/callback", { sent: "/sign-in" }, get("/sign-in/callback?state=nobody")),
  forAnybody("GET /api/auth/[...nextauth]", {}, get("/api/auth/session"), [
    refusal("what writes into the log", ["404"], get("/api/auth/_log")),
  ]),
  forAnybody(
    "POST /api/auth/[...nextauth]",
    { sent: "/api/auth/signout" },
    ({ stage }) =>
      http("POST", "/api/auth/signout", { headers: { origin: stage.house.baseUrl }, body: {} }),
    [
      refusal("what writes into the log", ["404"], ({ house }) =>
        http("POST", "/api/auth/_log", { headers: { origin: house.baseUrl }, body: {} }),
      ),
      refusal("without an Origin", ["origin_refused"], () =>
        http("POST", "/api/auth/signout", { body: {} }),
      ),
    ],
  ),
];
