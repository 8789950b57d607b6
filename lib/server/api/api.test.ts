import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { Validator } from "@seriousme/openapi-schema-validator";
import { type Scope, scopeNames } from "#lib/access/api-keys/scopes.ts";
import type { Actor } from "#lib/access/contract.ts";
import { definitionOf } from "#lib/nodes/catalog.ts";
import { openServicesBench, type ServicesBench } from "../services-bench.fixture.ts";
import { endpoints } from "./endpoints.ts";
import { describeApi } from "./openapi.ts";

type Body = { [name: string]: unknown };
type Answer = { status: number; body: Body; headers: { [name: string]: unknown } };
type Verb = "GET" | "POST" | "PATCH" | "DELETE";

let bench: ServicesBench;
let owner: Actor;
let key: string;
before(async () => {
  bench = await openServicesBench();
});
after(() => bench.close());
beforeEach(async () => {
  owner = await bench.member("owner");
  key = await bench.key(owner, [...scopeNames]);
});

async function call(
  verb: Verb,
  path: string,
  body?: unknown,
  { as = key, headers = {} }: { as?: string; headers?: { [name: string]: string } } = {},
): Promise<Answer> {
  const answer = await bench.app.inject({
    method: verb,
    url: `/api/v1${path}`,
    headers: { authorization: `Bearer ${as}`, ...headers },
    ...(body !== undefined && { payload: body as object }),
  });
  const text = answer.body;
  return {
    status: answer.statusCode,
    headers: answer.headers,
    body: text === "" ? {} : (JSON.parse(text) as Body),
  };
}

const echo = draw({
  nodes: [
    { id: "start", type: "manual-trigger", config: {} },
    { id: "stop", type: "stop", config: { resultType: "text", resultText: "{{ trigger.name }}" } },
  ],
  edges: [["start", "done", "stop"]],
});

type Drawn = { id: string; type: string; config: object; [more: string]: unknown };

/** A document of steps in a row, wired as told. */
function draw(drawing: {
  nodes: Drawn[];
  edges: [string, string, string][];
  variables?: object[];
}) {
  const nodes = drawing.nodes.map(({ config, ...node }, index) => ({
    ...{ version: definitionOf(node.type)?.version, name: node.id, key: node.id },
    ...{ position: { x: index * 300, y: 0 }, ...node },
    config: { ...definitionOf(node.type)?.defaults, ...config },
  }));
  const edges = drawing.edges.map(([source, sourcePort, target], index) => ({
    ...{ id: `e${index}`, source, sourcePort, target },
  }));
  return { schemaVersion: 1, nodes, edges, variables: drawing.variables ?? [] };
}

test("the description is valid OpenAPI 3.1 and names every route, and no other", async () => {
  const served = await bench.app.inject({ method: "GET", url: "/api/v1/openapi.json" });
  const document = served.json();
  const checked = await new Validator().validate(document);
  assert.deepEqual(checked.errors ?? [], []);
  assert.equal(checked.valid, true);
  const described = Object.entries(document.paths as { [path: string]: object }).flatMap(
    ([path, verbs]) => Object.keys(verbs).map((verb) => `${verb.toUpperCase()} ${path}`),
  );
  const routes = endpoints.map(({ method, path }) => `${method} ${path}`);
  assert.deepEqual(described.sort(), routes.sort());
  for (const each of endpoints) {
    const url = `/api/v1${each.path.replaceAll(/\{(\w+)\}/g, ":$1")}`;
    assert.ok(bench.app.hasRoute({ method: each.method, url }), url);
  }
  assert.equal(new Set(endpoints.map(({ id }) => id)).size, endpoints.length);
  assert.equal(describeApi(endpoints, "x").openapi, "3.1.0");
});

test("the reference for people tells of every operation, and runs nothing", async () => {
  const page = await bench.app.inject({ method: "GET", url: "/api/v1/docs" });
  assert.equal(page.statusCode, 200);
  for (const { id, summary } of endpoints) {
    assert.ok(page.body.includes(`id="${id}"`), id);
    assert.ok(page.body.includes(summary), summary);
  }
  assert.ok(!page.body.includes("<script"));
  assert.match(String(page.headers["content-security-policy"]), /default-src 'none'/);
});

test("a flow is created, read, changed, published, unpublished and deleted", async () => {
  const made = await call("POST", "/flows", { name: "Greeter", document: echo });
  assert.equal(made.status, 201);
  const path = `/flows/${made.body.id}`;
  assert.equal(made.body.state, "draft");

  const changed = await call("PATCH", path, {
    ...{ name: "Greeter 2", tags: ["api"], folder: "Tests" },
    ...{ document: echo, baseRevision: made.body.revision },
  });
  assert.equal(changed.status, 200);
  assert.equal(changed.body.name, "Greeter 2");
  assert.deepEqual(changed.body.tags, ["api"]);
  const stale = await call("PATCH", path, { document: { ...echo, notes: [] }, baseRevision: 0 });
  assert.deepEqual([stale.status, stale.body.code], [409, "stale_write"]);
  assert.equal((await call("PATCH", path, { document: echo })).body.code, "invalid_input");

  const live = await call("POST", `${path}/publish`, { note: "first" });
  assert.deepEqual([live.status, (live.body.version as Body).number], [200, 1]);
  assert.equal((await call("GET", path)).body.state, "live");
  const found = await call("GET", "/flows?search=greeter&state=live");
  assert.equal((found.body.data as unknown[]).length, 1);
  assert.equal((await call("POST", `${path}/unpublish`)).status, 204);
  assert.equal((await call("DELETE", path)).status, 204);
  assert.equal((await call("GET", path)).status, 404);
});

test("a flow with problems is not published, and says which", async () => {
  const broken = draw({
    nodes: [
      { id: "start", type: "manual-trigger", config: {} },
      { id: "call", type: "rest-api", config: { url: "" } },
    ],
    edges: [["start", "done", "call"]],
  });
  const made = await call("POST", "/flows", { name: "Broken", document: broken });
  const refused = await call("POST", `/flows/${made.body.id}/publish`, {});
  assert.deepEqual([refused.status, refused.body.code], [422, "has_problems"]);
  const problems = refused.body.problems as { nodeId: string }[];
  assert.ok(problems.some(({ nodeId }) => nodeId === "call"));
});

test("an export goes into another workspace without secrets or sample data", async () => {
  const connection = await call("POST", "/connections", {
    ...{ name: "Shop", kind: "bearer", values: { token: "a-secret-token-1234" } },
  });
  assert.equal(connection.status, 201);
  assert.ok(!JSON.stringify(connection.body).includes("a-secret-token"));
  const drawn = draw({
    nodes: [
      { id: "start", type: "manual-trigger", config: {} },
      {
        id: "call",
        type: "rest-api",
        config: { url: "https://shop.example.com" },
        connectionId: String(connection.body.id),
        pinned: { port: "done", output: { name: "a customer" } },
      },
    ],
    edges: [["start", "done", "call"]],
  });
  const made = await call("POST", "/flows", { name: "Orders", document: drawn });
  const exported = await call("GET", `/flows/${made.body.id}/export`);
  assert.equal(exported.status, 200);
  const text = JSON.stringify(exported.body);
  assert.ok(!text.includes(String(connection.body.id)) && !text.includes("a customer"));
  assert.deepEqual(exported.body.connections, [
    { ref: "connection-1", name: "Shop", kind: "bearer" },
  ]);

  const here = await call("POST", "/flows/import", exported.body);
  assert.deepEqual([here.status, here.body.missing], [201, []]);
  const nodesOf = (flow: unknown) =>
    (flow as { document: { nodes: { id: string; connectionId: string | null }[] } }).document.nodes;
  const bound = nodesOf(here.body.flow).find(({ id }) => id === "call");
  assert.equal(bound?.connectionId, connection.body.id);

  const stranger = await bench.key(await bench.member("editor"), ["flows:write"]);
  const there = await call("POST", "/flows/import", exported.body, { as: stranger });
  assert.deepEqual(there.body.missing, [{ name: "Shop", kind: "bearer" }]);
  assert.equal(nodesOf(there.body.flow).find(({ id }) => id === "call")?.connectionId, null);
});

async function published(document: unknown, name = "Live"): Promise<string> {
  const made = await call("POST", "/flows", { name, document });
  const live = await call("POST", `/flows/${made.body.id}/publish`, {});
  assert.equal(live.status, 200, JSON.stringify(live.body));
  return String(made.body.id);
}

test("a run is started and waited for, or read later; cancelled ones say so", async () => {
  const id = await published(echo);
  const waited = await call("POST", `/flows/${id}/runs`, { input: { name: "Ada" }, wait: true });
  assert.deepEqual(
    [waited.status, waited.body.state, waited.body.output],
    [200, "succeeded", "Ada"],
  );

  const queued = await call("POST", `/flows/${id}/runs`, { input: { name: "Grace" } });
  assert.deepEqual([queued.status, queued.body.state], [202, "queued"]);
  let read = await call("GET", `/runs/${queued.body.runId}`);
  for (let look = 0; look < 100 && read.body.state !== "succeeded"; look++) {
    await new Promise((done) => setTimeout(done, 50));
    read = await call("GET", `/runs/${queued.body.runId}`);
  }
  assert.equal(read.body.result, "Grace");
  assert.equal((read.body.steps as unknown[]).length, 2);

  const first = await call("GET", `/runs?flowId=${id}&limit=1`);
  assert.equal((first.body.data as Body[])[0]?.id, queued.body.runId);
  const next = await call("GET", `/runs?flowId=${id}&limit=1&cursor=${first.body.nextCursor}`);
  assert.equal((next.body.data as Body[])[0]?.id, waited.body.runId);

  const waits = await published(
    draw({
      nodes: [
        { id: "start", type: "manual-trigger", config: {} },
        { id: "hold", type: "wait-for-callback", config: {} },
      ],
      edges: [["start", "done", "hold"]],
    }),
    "Waits",
  );
  const waiting = await call("POST", `/flows/${waits}/runs`, { wait: true });
  assert.deepEqual([waiting.status, waiting.body.state], [202, "waiting"]);
  const as = await bench.key(owner, ["runs:cancel"]);
  assert.equal(
    (await call("POST", `/runs/${waiting.body.runId}/cancel`, undefined, { as })).status,
    204,
  );
  assert.equal((await call("GET", `/runs/${waiting.body.runId}`)).body.state, "canceled");
});

test("a chatbot talks to a flow, which knows the person again", async () => {
  const id = await published(
    draw({
      nodes: [
        { id: "hello", type: "chat-trigger", config: {} },
        {
          ...{ id: "ask", type: "ask-question" },
          config: { question: "Your name?", saveTo: "name" },
        },
        { id: "say", type: "send-message", config: { text: "Hello {{ vars.name }}" } },
      ],
      edges: [
        ["hello", "done", "ask"],
        ["ask", "done", "say"],
      ],
      variables: [{ name: "name" }],
    }),
  );
  const opened = await call("POST", "/conversations", { flowId: id, contact: "customer-7" });
  assert.equal(opened.status, 201, JSON.stringify(opened.body));
  const path = `/conversations/${opened.body.id}`;
  const texts = (answer: Answer) =>
    (answer.body.messages as { content: { text: string } }[]).map(({ content }) => content.text);
  const asked = await call("POST", `${path}/messages`, { text: "Hi", clientId: "m1" });
  assert.deepEqual([texts(asked), asked.body.done], [["Your name?"], true]);
  const greeted = await call("POST", `${path}/messages`, { text: "Ada", clientId: "m2" });
  assert.deepEqual(texts(greeted), ["Hello Ada"]);
  const read = await call("GET", `${path}/messages?after=1`);
  assert.equal((read.body.data as unknown[]).length, 3);
  assert.equal((await call("GET", path)).body.flowId, id);
  const listed = await call("GET", "/conversations?search=customer-7");
  assert.deepEqual(
    (listed.body.data as Body[]).map((one) => [one.id, one.contactName]),
    [[opened.body.id, "customer-7"]],
  );

  const again = await call("POST", "/conversations", { flowId: id, contact: "customer-7" });
  const rows = await bench.prisma.conversation.findMany({
    where: { id: { in: [String(opened.body.id), String(again.body.id)] } },
  });
  assert.equal(new Set(rows.map(({ contactId }) => contactId)).size, 1);
});

test("a program sends the file that a flow asks for", async () => {
  const id = await published(
    draw({
      nodes: [
        { id: "hello", type: "chat-trigger", config: {} },
        {
          ...{ id: "ask", type: "ask-question" },
          config: { question: "Your photo?", answerType: "file", saveTo: "photo" },
        },
        {
          ...{ id: "say", type: "send-message" },
          config: { text: "{{ vars.photo.name }}: {{ vars.photo.size }} bytes" },
        },
      ],
      edges: [
        ["hello", "done", "ask"],
        ["ask", "done", "say"],
      ],
      variables: [{ name: "photo" }],
    }),
  );
  const opened = await call("POST", "/conversations", { flowId: id });
  const path = `/conversations/${opened.body.id}/messages`;
  const file = { name: "me.png", type: "image/png", content: btoa("picture") };
  const early = await call("POST", path, { file });
  assert.deepEqual([early.status, early.body.code], [409, "file_not_expected"]);
  const asked = await call("POST", path, { text: "Hi" });
  const [question] = asked.body.messages as { content: { expects: string } }[];
  assert.equal(question?.content.expects, "file");
  const answered = await call("POST", path, { file });
  const [answer] = answered.body.messages as { content: { text: string } }[];
  assert.equal(answer?.content.text, "me.png: 7 bytes");
  assert.equal((await call("POST", path, {})).body.code, "invalid_input");
});

test("what does not fit is named, with the field", async () => {
  const wrong = await call("POST", "/flows", { name: "", colour: "red" });
  assert.deepEqual([wrong.status, wrong.body.code], [422, "invalid_input"]);
  const issues = wrong.body.issues as { path: string }[];
  assert.ok(issues.some(({ path }) => path === "name"));
  const notJson = await bench.app.inject({
    ...{ method: "POST", url: "/api/v1/flows", payload: "{" },
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
  });
  assert.deepEqual([notJson.statusCode, notJson.json().code], [400, "invalid_json"]);
  assert.equal(notJson.headers["content-type"], "application/problem+json; charset=utf-8");
  assert.equal((await call("GET", "/flows?limit=0")).status, 422);
});

test("another workspace's things are not there", async () => {
  const id = await published(echo);
  const run = await call("POST", `/flows/${id}/runs`, { wait: true });
  const connection = await call("POST", "/connections", {
    ...{ name: "Mine", kind: "bearer", values: { token: "a-secret-token-1234" } },
  });
  const stranger = await bench.key(await bench.member("owner"), [...scopeNames]);
  const asked: [Verb, string, unknown?][] = [
    ["GET", `/flows/${id}`],
    ["GET", `/flows/${id}/export`],
    ["PATCH", `/flows/${id}`, { name: "Theirs" }],
    ["POST", `/flows/${id}/publish`, {}],
    ["POST", `/flows/${id}/unpublish`],
    ["DELETE", `/flows/${id}`],
    ["POST", `/flows/${id}/runs`, {}],
    ["GET", `/runs/${run.body.runId}`],
    ["POST", `/runs/${run.body.runId}/cancel`],
    ["POST", "/conversations", { flowId: id }],
    ["PATCH", `/connections/${connection.body.id}`, { name: "Theirs" }],
    ["POST", `/connections/${connection.body.id}/test`],
    ["DELETE", `/connections/${connection.body.id}`],
  ];
  for (const [verb, path, body] of asked) {
    const answer = await call(verb, path, body, { as: stranger });
    assert.equal(answer.status, 404, `${verb} ${path}: ${JSON.stringify(answer.body)}`);
  }
  assert.equal((await call("GET", `/flows/${id}`)).body.name, "Live");
});

test("a key does what its scopes say, and never more than its maker may now", async () => {
  const editor = await bench.member("editor", owner.workspaceId);
  const narrow = await bench.key(editor, ["runs:read"]);
  assert.equal((await call("GET", "/runs", undefined, { as: narrow })).status, 200);
  const refused = await call("GET", "/flows", undefined, { as: narrow });
  assert.deepEqual([refused.status, refused.body.code], [403, "not_permitted"]);
  await assert.rejects(bench.key(editor, ["connections:write"]), { code: "not_permitted" });

  const wide = await bench.key(editor, ["flows:write"]);
  assert.equal((await call("POST", "/flows", { name: "One" }, { as: wide })).status, 201);
  const other = await bench.key(editor, ["flows:write"]);
  await bench.prisma.membership.updateMany({
    where: { userId: editor.userId },
    data: { role: "viewer" },
  });
  assert.equal((await call("POST", "/flows", { name: "Two" }, { as: other })).status, 403);
  const gone = await bench.member("editor", owner.workspaceId);
  const theirs = await bench.key(gone, ["flows:read"]);
  await bench.prisma.membership.deleteMany({ where: { userId: gone.userId } });
  assert.equal((await call("GET", "/flows", undefined, { as: theirs })).status, 401);
});

test("a key that is missing, wrong, over or revoked opens nothing", async () => {
  const dead: string[] = [
    "",
    "pbk_nonsense",
    key.replace(/.$/, (last) => (last === "0" ? "1" : "0")),
  ];
  const made = await bench.services.apiKeys.create(owner, {
    ...{ name: "Old", scopes: ["flows:read"] as Scope[], days: 30 },
  });
  await bench.prisma.apiKey.update({ where: { id: made.id }, data: { expiresAt: new Date(0) } });
  dead.push(made.key);
  const other = await bench.services.apiKeys.create(owner, {
    ...{ name: "Revoked", scopes: ["flows:read"] as Scope[], days: null },
  });
  assert.equal((await call("GET", "/flows", undefined, { as: other.key })).status, 200);
  await bench.services.apiKeys.revoke(owner, other.id);
  dead.push(other.key);
  for (const as of dead) {
    const answer = await call("GET", "/flows", undefined, { as });
    assert.deepEqual([answer.status, answer.body.code], [401, "invalid_token"], as);
    assert.match(String(answer.headers["www-authenticate"]), /Bearer/);
  }
  const row = await bench.prisma.apiKey.findUniqueOrThrow({ where: { id: other.id } });
  assert.ok(!JSON.stringify(row).includes(other.key));
  assert.ok(row.lastUsedAt !== null);
});

test("a request with an Idempotency-Key is done once", async () => {
  const headers = { "idempotency-key": "import-7" };
  const one = await call("POST", "/flows", { name: "Once" }, { headers });
  const two = await call("POST", "/flows", { name: "Once" }, { headers });
  assert.deepEqual([one.status, two.status], [201, 201]);
  assert.deepEqual(one.body, two.body);
  assert.equal(two.headers["idempotent-replayed"], "true");
  const other = await call("POST", "/flows", { name: "Another" }, { headers });
  assert.equal(other.body.code, "idempotency_mismatch");
  assert.equal(await bench.prisma.flow.count({ where: { workspaceId: owner.workspaceId } }), 1);

  const at = { "idempotency-key": "race" };
  const race = await Promise.all(
    Array.from({ length: 8 }, () => call("POST", "/flows", { name: "Race" }, { headers: at })),
  );
  const outcomes = race.map(({ status, body }) => (status === 201 ? body.id : body.code));
  const made = new Set(outcomes.filter((outcome) => outcome !== "request_under_way"));
  assert.equal(made.size, 1, JSON.stringify(outcomes));
  const count = await bench.prisma.flow.count({ where: { name: "Race" } });
  assert.equal(count, 1);
});

test("what a key's holder changes is on record under its name", async () => {
  const made = await call("POST", "/flows", { name: "Recorded" });
  const entry = await bench.prisma.auditEntry.findFirst({
    where: { targetId: String(made.body.id), action: "flow.create" },
  });
  assert.match(entry?.actorName ?? "", /API key “Test”/);
});

test("a body that is announced and does not come is none, and a made-up cursor is refused", async () => {
  const flow = await call("POST", "/flows", { name: "Short-lived" });
  const headers = { "content-type": "application/json" };
  assert.equal(
    (await call("DELETE", `/flows/${flow.body.id}`, undefined, { headers })).status,
    204,
  );
  for (const name of ["One", "Two"]) await call("POST", "/flows", { name });
  const first = await call("GET", "/flows?limit=1");
  const next = await call("GET", `/flows?limit=1&cursor=${first.body.nextCursor}`);
  assert.equal(next.status, 200);
  assert.notDeepEqual(next.body.data, first.body.data);
  for (const path of ["/flows?cursor=nonsense", "/connections?cursor=bm9uc2Vuc2U"]) {
    assert.equal((await call("GET", path)).status, 422, path);
  }
});
