import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { after, before, beforeEach, describe, it } from "node:test";
import type { Actor } from "#lib/access/contract.ts";
import { listen } from "#lib/connections/kinds/kind.fixture.ts";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import { openServicesBench, type ServicesBench } from "#lib/server/services-bench.fixture.ts";
import { FlowPlayer, step } from "./play-flows.fixture.ts";

type Call = {
  method: string;
  path: string;
  query: string;
  headers: IncomingHttpHeaders;
  body: Json;
};

/** The systems around: a table of contacts, hooks that answer as told, and whatever else is called. */
let table = new Map<string, JsonObject>();
let calls: Call[] = [];
let answers: { [path: string]: Json } = {};
let down = new Set<string>();
const server = createServer(async (request, response) => {
  let text = "";
  for await (const piece of request) text += String(piece);
  const { pathname, search } = new URL(request.url ?? "", "http://local");
  const isJson = request.headers["content-type"]?.includes("json");
  const body: Json = isJson ? JSON.parse(text) : text;
  const { method = "", headers } = request;
  calls.push({ method, path: pathname, query: search, headers, body });
  const answer = (status: number, value: Json) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
  if (down.has(pathname)) return answer(503, {});
  const [, kind, id = ""] = pathname.split("/");
  if (kind !== "contacts") return answer(200, answers[pathname] ?? {});
  if (method === "POST") {
    const made = { ...Object(body), id: String(table.size + 1), etag: "v1" };
    table.set(made.id, made);
    return answer(201, made);
  }
  if (id === "") return answer(200, { items: [...table.values()] });
  const row = table.get(id);
  if (row === undefined) return answer(404, {});
  if (method === "DELETE") table.delete(id);
  if (method === "PATCH" || method === "PUT") Object.assign(row, body);
  return answer(200, row);
});
let bench: ServicesBench;
let player: FlowPlayer;
let owner: Actor;
let at = "";

before(async () => {
  at = `http://127.0.0.1:${await listen(server)}`;
  bench = await openServicesBench({ PATCHBAY_EGRESS_ALLOW: new URL(at).host });
  owner = await bench.member("owner");
  player = new FlowPlayer(bench, owner);
});
beforeEach(() => {
  [table, calls, answers, down] = [new Map(), [], {}, new Set()];
});
after(async () => {
  await bench.close();
  server.close();
});

const flowOf: FlowPlayer["flowOf"] = (...drawing) => player.flowOf(...drawing);
const play: FlowPlayer["play"] = (...asked) => player.play(...asked);
const run: FlowPlayer["run"] = (...drawing) => player.run(...drawing);

const rest = (config: JsonObject, connection?: string) =>
  step("rest-api", "Call", config, connection);
const json = (body: object): JsonObject => ({ bodyType: "json", bodyJson: JSON.stringify(body) });
async function connect(kind: string, values: { [name: string]: string }): Promise<string> {
  const made = await bench.services.connections.create(owner, {
    ...{ name: randomUUID(), kind },
    values: { allowInsecure: "true", ...values },
  });
  return made.id;
}
const hookOf = (kind: string, path: string, more: { [name: string]: string } = {}) =>
  connect(kind, { hookUrl: `${at}${path}`, otherHost: "true", ...more });
const fields = (...names: string[]) => ({
  data: names.map((name) => ({ name, value: `{{ trigger.${name} }}`, type: "auto" })),
});
const bodies = () => calls.map(({ body }) => body);

describe("Rest API Node, Use Cases", () => {
  it("CRM integrations: adds a contact and reads it by the id it was given", async () => {
    const { output } = await run(
      {
        add: rest({
          method: "POST",
          url: `${at}/contacts`,
          ...json({ name: "{{ trigger.name }}" }),
        }),
        read: rest({ url: `${at}/contacts/{{ nodes.add.body.id }}` }),
      },
      [["add", "done", "read"]],
      { name: 'Ada "A" Lovelace' },
    );
    assert.equal((output("read").body as JsonObject).name, 'Ada "A" Lovelace');
  });

  it("Database operations: creates, reads, changes and deletes a row", async () => {
    const row = `${at}/contacts/{{ nodes.create.body.id }}`;
    await run(
      {
        create: rest({ method: "POST", url: `${at}/contacts`, ...json({ name: "Ada" }) }),
        change: rest({ method: "PATCH", url: row, ...json({ name: "Grace" }) }),
        read: rest({ url: row }),
        remove: rest({ method: "DELETE", url: row }),
      },
      [
        ["create", "done", "change"],
        ["change", "done", "read"],
        ["read", "done", "remove"],
      ],
    );
    assert.deepEqual(
      calls.map(({ method }) => method),
      ["POST", "PATCH", "GET", "DELETE"],
    );
    assert.equal(table.size, 0);
  });

  it("Third-party services: calls with a key that no run record holds", async () => {
    answers["/weather"] = { degrees: 21 };
    const key = await connect("api-key-header", {
      ...{ headerName: "X-Key", value: "k-5up3r-s3cret", allowedHosts: new URL(at).host },
    });
    const { output, run: ended, steps } = await run({ ask: rest({ url: `${at}/weather` }, key) });
    assert.deepEqual(output("ask").body, { degrees: 21 });
    assert.equal(calls[0]?.headers["x-key"], "k-5up3r-s3cret");
    assert.doesNotMatch(JSON.stringify([ended, steps]), /5up3r/);
  });

  it("Data retrieval: keeps a value of the answer for later steps", async () => {
    answers["/stock"] = { items: [{ sku: "cup", left: 3 }] };
    const { steps } = await run({
      ask: rest({ url: `${at}/stock`, saveTo: [{ name: "left", path: "body.items[0].left" }] }),
    });
    assert.deepEqual(steps.at(-1)?.vars, { left: 3 });
  });

  it("System updates: writes every entry of a list, each with its own request", async () => {
    for (const id of ["1", "2"]) table.set(id, { id });
    const config = {
      ...{ method: "PUT", url: `${at}/contacts/{{ batch.item.id }}`, batch: "each" },
      ...{ batchOver: "{{ trigger.list }}", bodyType: "json", bodyJson: "{{ batch.item }}" },
    };
    const { output } = await run({ write: rest(config) }, [], {
      list: [
        { id: "1", vip: true },
        { id: "2", vip: false },
      ],
    });
    assert.deepEqual([output("write").count, output("write").failed], [2, 0]);
    assert.deepEqual(
      [...table.values()].map(({ vip }) => vip),
      [true, false],
    );
  });
});

describe("Connect Node, Use Cases", () => {
  const schema = { type: "object", properties: { name: { type: "string" } } };
  const content = { "application/json": { schema } };
  const description = () => ({
    ...{ openapi: "3.1.0", info: { title: randomUUID(), version: "1" }, servers: [{ url: at }] },
    paths: {
      "/contacts": {
        get: { operationId: "list", responses: {} },
        post: { operationId: "add", requestBody: { required: true, content }, responses: {} },
      },
      "/contacts/{id}": {
        patch: {
          operationId: "change",
          parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
          requestBody: { required: true, content },
          responses: {},
        },
      },
    },
  });
  /** A system of its own, and a call of one of its operations. */
  async function system(
    source: Parameters<ServicesBench["services"]["systems"]["import"]>[1]["source"],
  ) {
    const { id: systemId } = await bench.services.systems.import(owner, {
      name: randomUUID(),
      source,
    });
    return async (key: string, values: JsonObject): Promise<JsonObject> => {
      const operation = await bench.services.systems.operation(owner, systemId, key);
      return JSON.parse(
        JSON.stringify({ systemId, operation, values, contentType: "", rawBody: null }),
      );
    };
  }
  const imported = () => system({ text: JSON.stringify(description()) });

  it("Custom API integrations: an imported description's operation is called", async () => {
    const call = await (await imported())("add", { body: { name: "{{ trigger.name }}" } });
    const { output } = await run({ add: step("connect", "Add", { call }) }, [], { name: "Ada" });
    assert.deepEqual([output("add").status, table.get("1")?.name], [201, "Ada"]);
  });

  it("Third-party service connections: it signs in as its connection says", async () => {
    const allowedHosts = new URL(at).host;
    const basic = await connect("basic", {
      username: "ada",
      password: "pa55-word-1",
      allowedHosts,
    });
    const call = await (await imported())("list", {});
    await run({ list: step("connect", "List", { call }, basic) });
    const signed = Buffer.from("ada:pa55-word-1").toString("base64");
    assert.equal(calls[0]?.headers.authorization, `Basic ${signed}`);
  });

  it("Webhook endpoints: an endpoint is described by hand and gets its event", async () => {
    const body = '{"event": "lead", "name": {{ name }}}';
    const operation = {
      ...{ id: "hook", name: "Tell of a lead", format: "json", path: "/events", body },
      inputs: [{ name: "name", type: "text", needed: "required" }],
    };
    const make = await system({ written: { baseUrl: at, operations: [operation] } });
    const call = await make("hook", { body: { name: "{{ trigger.name }}" } });
    await run({ tell: step("connect", "Tell", { call }) }, [], { name: 'A "B"' });
    assert.deepEqual(bodies(), [{ event: "lead", name: 'A "B"' }]);
  });

  it("Data synchronization, System automation: what is new here is kept there", async () => {
    for (const [id, name] of [
      ["1", "Ada"],
      ["2", "Grace"],
    ] as const)
      table.set(id, { id, name });
    const make = await imported();
    const patch = { path: { id: "{{ loop.item.id }}" }, body: { name: "{{ loop.item.name }}!" } };
    const flowId = await flowOf(
      {
        read: step("connect", "Read", {
          ...{ does: "read-new", cursorPath: "id", find: await make("list", {}) },
        }),
        keep: step("connect", "Keep", { call: await make("change", patch) }),
      },
      [["read", "item", "keep"]],
    );
    assert.deepEqual((await play(flowId)).output("read").count, 2);
    table.set("3", { id: "3", name: "Alan" });
    assert.deepEqual((await play(flowId)).output("read").count, 1);
    assert.deepEqual(
      [...table.values()].map(({ name }) => name),
      ["Ada!", "Grace!", "Alan!"],
    );
  });
});

describe("Zapier Node, Use Cases", () => {
  it("Workflow automation, App connectivity: starts a Zap and uses what it answers at once", async () => {
    answers["/zap"] = { id: "018f", status: "success" };
    const zap = await hookOf("zapier", "/zap");
    const { output } = await run({ zap: step("zapier", "Zap", fields("email"), zap) }, [], {
      email: "ada@example.com",
    });
    assert.deepEqual(bodies(), [{ email: "ada@example.com" }]);
    assert.equal((output("zap").body as JsonObject).id, "018f");
  });

  it("Multi-platform integration: one run tells a Zap and a scenario", async () => {
    const [zap, scenario] = [await hookOf("zapier", "/zap"), await hookOf("make", "/scenario")];
    await run(
      {
        zap: step("zapier", "Zap", fields("email"), zap),
        scenario: step("make", "Scenario", fields("email"), scenario),
      },
      [["zap", "done", "scenario"]],
      { email: "ada@example.com" },
    );
    assert.deepEqual(
      calls.map(({ path }) => path),
      ["/zap", "/scenario"],
    );
  });

  it("Data synchronization: sends a record when it has changed, and only then", async () => {
    const zap = await hookOf("zapier", "/zap");
    const config = { ...fields("email", "plan"), sendWhen: "changed", whom: "{{ trigger.email }}" };
    const flowId = await flowOf({ zap: step("zapier", "Zap", config, zap) });
    for (const plan of ["free", "free", "paid"]) await play(flowId, { email: "a@x.test", plan });
    assert.deepEqual(
      bodies().map((body) => (body as JsonObject).plan),
      ["free", "paid"],
    );
  });

  it("Task automation: every task of a list becomes one call, with a key of its own", async () => {
    const zap = await hookOf("zapier", "/zap");
    const data = [{ name: "task", value: "{{ loop.item }}", type: "auto" }];
    await run(
      {
        each: step("for-each", "Each", { list: "{{ trigger.tasks }}" }),
        zap: step("zapier", "Zap", { data }, zap),
      },
      [["each", "each", "zap"]],
      { tasks: ["pack", "ship"] },
    );
    assert.deepEqual(bodies(), [{ task: "pack" }, { task: "ship" }]);
    const keys = calls.map(({ headers }) => headers["idempotency-key"]);
    assert.equal(new Set(keys).size, 2);
  });
});

describe("Make.com Node, Use Cases", () => {
  it("Complex automation, Data processing: the scenario's answer decides how it goes on", async () => {
    answers["/scenario"] = { score: 87 };
    const scenario = await hookOf("make", "/scenario");
    const { steps } = await run(
      {
        ask: step("make", "Ask", { ...fields("email"), answer: "response" }, scenario),
        high: step("condition", "High?", {
          branches: [
            {
              ...{ id: "yes", name: "High" },
              when: {
                match: "all",
                rules: [{ left: "{{ nodes.ask.body.score }}", operator: "greater", right: "80" }],
              },
            },
          ],
        }),
      },
      [["ask", "done", "high"]],
      { email: "ada@example.com" },
    );
    assert.equal(steps.findLast(({ nodeId }) => nodeId === "high")?.port, "yes");
  });

  it("System integration: hands on nested data as the other system wants it", async () => {
    const scenario = await hookOf("make", "/scenario");
    const names = ["customer.name", "customer.address.city"];
    const data = names.map((name) => ({ name, value: "{{ trigger.value }}", type: "auto" }));
    await run({ send: step("make", "Send", { data }, scenario) }, [], { value: "x" });
    assert.deepEqual(bodies(), [{ customer: { name: "x", address: { city: "x" } } }]);
  });

  it("Workflow orchestration: waits for the scenario to call back", async () => {
    const scenario = await hookOf("make", "/scenario");
    const config = { ...fields("order"), answer: "callback" };
    const flowId = await flowOf({ send: step("make", "Send", config, scenario) });
    const waiting = await play(flowId, { order: 7 });
    assert.equal(waiting.run.state, "waiting");
    const address = String(Object(calls[0]?.body).callback_url);
    const url = new URL(address).pathname;
    await bench.app.inject({ method: "POST", url, payload: { done: true } });
    for (let tries = 0; tries < 400; tries++) {
      const { run: ended, steps } = await bench.services.runs.get(owner, waiting.run.id);
      if (ended.state === "succeeded") {
        assert.deepEqual(Object(steps.at(-1)?.output).body, { done: true });
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    assert.fail("the call back did not arrive");
  });

  it("Business process automation: a scenario that is down leaves the process on its way", async () => {
    down.add("/scenario");
    const scenario = await hookOf("make", "/scenario");
    const { steps } = await run(
      {
        send: { ...step("make", "Send", fields("order"), scenario), retries: 0 },
        later: step("set-variables", "Later", {
          variables: [{ name: "open", type: "json", value: "true", remember: false }],
        }),
      },
      [["send", "failed", "later"]],
      { order: 7 },
    );
    assert.deepEqual(steps.at(-1)?.vars, { open: true });
  });
});

describe("Pabbly Node, Use Cases", () => {
  it("Business automation: sends a form to a workflow", async () => {
    const workflow = await hookOf("pabbly", "/workflow");
    const config = { ...fields("name"), sendAs: "form" };
    await run({ send: step("pabbly", "Send", config, workflow) }, [], { name: "Ada L." });
    assert.equal(new URLSearchParams(String(bodies()[0])).get("name"), "Ada L.");
  });

  it("Lead management: rules decide which workflow gets the lead", async () => {
    const workflow = await hookOf("pabbly", "/cold", {
      hooks: JSON.stringify([{ name: "hot", value: `${at}/hot` }]),
    });
    const rules = [{ left: "{{ trigger.score }}", operator: "greater", right: "80" }];
    const routes = [{ hook: "hot", workflowId: "", when: { match: "all", rules } }];
    const flowId = await flowOf({
      send: step("pabbly", "Send", { ...fields("score"), routes }, workflow),
    });
    for (const score of [90, 20]) await play(flowId, { score });
    assert.deepEqual(
      calls.map(({ path }) => path),
      ["/hot", "/cold"],
    );
  });

  it("Email marketing: a contact is subscribed once", async () => {
    const workflow = await hookOf("pabbly", "/list");
    const config = { ...fields("email"), sendWhen: "once", whom: "{{ trigger.email }}" };
    const flowId = await flowOf({ send: step("pabbly", "Send", config, workflow) });
    for (const email of ["a@x.test", "a@x.test", "b@x.test"]) await play(flowId, { email });
    assert.deepEqual(bodies(), [{ email: "a@x.test" }, { email: "b@x.test" }]);
  });

  it("CRM integration, Data synchronization: hands on JSON as the CRM's fields are called", async () => {
    const workflow = await hookOf("pabbly", "/crm");
    const config = { dataAs: "json", json: '{"FirstName": {{ trigger.name }}, "Tags": ["chat"]}' };
    await run({ send: step("pabbly", "Send", config, workflow) }, [], { name: 'A "B"' });
    assert.deepEqual(bodies(), [{ FirstName: 'A "B"', Tags: ["chat"] }]);
  });
});
