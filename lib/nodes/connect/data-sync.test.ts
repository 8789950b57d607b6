import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, beforeEach, describe, it } from "node:test";
import pg from "pg";
import { listen } from "#lib/connections/kinds/kind.fixture.ts";
import { createTestDatabase, type TestDatabase } from "#lib/db/migrate/test-database.ts";
import { basicTypes, drawFlow, nodeType, runInMemory } from "#lib/engine/walk.fixture.ts";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import { lint } from "#lib/flow/lint.ts";
import { flowOf, nodeOf } from "#lib/flow/test-flow.ts";
import { createHttpClient } from "#lib/http/client.ts";
import { createOffload } from "#lib/offload/offload.ts";
import { createStepMemory } from "#lib/runs/step-memory.ts";
import type { Operation } from "#lib/systems/contract.ts";
import { readDescription } from "#lib/systems/openapi/read-description.ts";
import { definitionOf, portsOf } from "../catalog.ts";
import { compileConfig } from "../compile-config.ts";
import type { ExecuteContext } from "../contract.ts";
import { type ConnectConfig, definition } from "./definition.ts";
import { execute } from "./execute.ts";
import { newOutput, recordOutput } from "./output.ts";

type Contact = { id: number; email: string; name: string; updated_at: string };
let contacts: Contact[] = [];
let asked: string[] = [];
let slowCreate = 0;
let newest: "first" | "last" = "last";
let clock = 0;
const moment = () => new Date(Date.UTC(2026, 0, 1) + ++clock * 60_000).toISOString();

/** A list of contacts as many systems keep one: two on a page, searched by e-mail, newer than. */
const server = createServer(async (request, response) => {
  const url = new URL(request.url ?? "", "http://local");
  asked.push(`${request.method} ${url.pathname}${url.search}`);
  let text = "";
  for await (const piece of request) text += String(piece);
  const sent = text === "" ? {} : JSON.parse(text);
  const answer = (status: number, body: Json) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  const id = Number(url.pathname.split("/")[2]);
  const one = contacts.find((contact) => contact.id === id);
  if (request.method === "POST") {
    await new Promise((resolve) => setTimeout(resolve, slowCreate));
    const made = { id: contacts.length + 1, name: "", ...sent, updated_at: moment() };
    contacts.push(made);
    return answer(201, made);
  }
  if (request.method === "PATCH" && one !== undefined) {
    Object.assign(one, sent, { updated_at: moment() });
    return answer(200, one);
  }
  if (!Number.isNaN(id)) {
    return one === undefined ? answer(404, { error: "none" }) : answer(200, one);
  }
  const since = url.searchParams.get("since") ?? "";
  const sign = newest === "first" ? -1 : 1;
  const found = contacts
    .filter((contact) => contact.updated_at >= since)
    .sort((a, b) => (a.updated_at < b.updated_at ? -sign : sign));
  const page = Number(url.searchParams.get("page") ?? 0);
  answer(200, { data: page === 0 ? found : found.slice((page - 1) * 2, page * 2) });
});
const http = createHttpClient({ allow: ["127.0.0.0/8"] });
const offload = createOffload({ processes: 1 });
let database: TestDatabase;
let pool: pg.Pool;
let operations: Map<string, Operation>;

before(async () => {
  database = await createTestDatabase();
  pool = new pg.Pool({ connectionString: database.url, max: 8 });
  pool.on("error", () => undefined); // dropping the database ends idle connections
  await pool.query("INSERT INTO workspaces (id, name, slug) VALUES ('w1', 'W', 'w1')");
  await pool.query(
    `INSERT INTO flows (id, workspace_id, name, slug, draft, draft_hash, updated_at)
     VALUES ('f1', 'w1', 'A', 'a', '{}', '', now())`,
  );
  const port = await listen(server);
  const contact = {
    type: "object",
    properties: { email: { type: "string" }, name: { type: "string" } },
  };
  const body = { content: { "application/json": { schema: contact } } };
  const id = { name: "id", in: "path", required: true, schema: { type: "integer" } };
  const query = (name: string) => ({ name, in: "query", schema: { type: "string" } });
  const description = {
    openapi: "3.1.0",
    info: { title: "Contacts", version: "1" },
    servers: [{ url: `http://127.0.0.1:${port}` }],
    paths: {
      "/contacts": {
        get: { operationId: "list", parameters: [query("since")], responses: {} },
        post: { operationId: "add", requestBody: { required: true, ...body }, responses: {} },
      },
      "/contacts/{id}": {
        parameters: [id],
        get: { operationId: "read", responses: {} },
        patch: { operationId: "change", requestBody: body, responses: {} },
      },
    },
  };
  const read = await readDescription({ text: JSON.stringify(description), url: null });
  operations = new Map(read.operations.map(({ operation }) => [operation.key, operation]));
});
beforeEach(async () => {
  [contacts, asked, slowCreate, newest, clock] = [[], [], 0, "last", 0];
  await pool.query("DELETE FROM step_memory");
});
after(async () => {
  await http.close();
  offload.close();
  server.close();
  await pool.end();
  await database.drop();
});

const callOf = (key: string, values: object): JsonObject =>
  JSON.parse(
    JSON.stringify({
      ...{ systemId: "s1", operation: operations.get(key), values, contentType: "", rawBody: null },
    }),
  );

type Options = { runId?: string; branch?: (item: Json) => Json };
/** One run with the step, whose branch and memory are as in the product. */
async function run(config: JsonObject, payload: Json, { runId = "run", branch }: Options = {}) {
  const types = {
    ...basicTypes,
    branch: nodeType(({ input }) => ({ kind: "done", output: branch?.(input) ?? input })),
    keep: {
      definition,
      execute: (context: ExecuteContext) =>
        execute(context as ExecuteContext<ConnectConfig> /* parsed when it was resolved */),
      compile: (raw: JsonObject) => compileConfig(definition, raw),
      passByPort: () => "done",
    },
  };
  const document = drawFlow(
    {
      start: { type: "start" },
      keep: { type: "keep", config: { ...definition.defaults, ...config }, retries: 0 },
      branch: { type: "branch" },
    },
    ["start -> keep", "keep.item -> branch"],
  );
  const owner = { workspaceId: "w1", flowId: "f1", nodeId: "keep", mode: "live" as const };
  const memory = (_: string, holder: string) => createStepMemory(pool, owner, `${runId}:${holder}`);
  const host = { http: () => http, offload, memory };
  const running = runInMemory(document, { types, payload, host });
  await running.outcome;
  const step = running.steps.findLast(({ nodeId }) => nodeId === "keep");
  assert.ok(step);
  return step;
}

const keep = {
  does: "upsert",
  match: [{ field: "email", value: "{{ trigger.email }}" }],
  ...{ recordPath: "", timeoutSeconds: 5 },
};
const settings = () => ({
  ...keep,
  find: callOf("list", {}),
  create: callOf("add", { body: { email: "{{ trigger.email }}", name: "{{ trigger.name }}" } }),
  update: callOf("change", {
    path: { id: "{{ found.id }}" },
    body: { name: "{{ trigger.name }}" },
  }),
});
const writes = () => asked.filter((line) => !line.startsWith("GET"));

describe("Connect Node: Data synchronization", () => {
  it("Create or update: creates what is not there, updates what is, leaves alone what is the same", async () => {
    const outcomes = [];
    for (const name of ["Ada", "Ada L.", "Ada L."]) {
      const step = await run(settings(), { email: "Ada@example.com", name });
      const { outcome, record } = recordOutput.parse(step.output);
      outcomes.push([outcome, (record as Contact).name]);
    }
    assert.deepEqual(outcomes, [
      ["created", "Ada"],
      ["updated", "Ada L."],
      ["unchanged", "Ada L."],
    ]);
    assert.deepEqual(writes(), ["POST /contacts", "PATCH /contacts/1"]);
  });

  it("Find or create: a record on a later page is found, upper and lower case are the same", async () => {
    for (const one of ["a", "b", "c"]) await run(settings(), { email: `${one}@x.test`, name: one });
    const config = { ...settings(), does: "find-or-create", paging: "page" };
    const { output } = await run(config, { email: "C@X.TEST", name: "" });
    assert.equal(recordOutput.parse(output).outcome, "found");
    const paged = asked.slice(-3).map((line) => line.split("?")[1]);
    assert.deepEqual([paged, contacts.length], [["page=1", "page=2", "page=3"], 3]);
  });

  it("Find or create: an operation that reads one record, with 404 for none", async () => {
    const config = {
      ...settings(),
      ...{ does: "find-or-create", match: [] },
      find: callOf("read", { path: { id: "{{ trigger.id }}" } }),
    };
    const outcomes = [];
    for (const id of [1, 1]) {
      const step = await run(config, { id, email: "a@x.test", name: "A" });
      outcomes.push(recordOutput.parse(step.output).outcome);
    }
    assert.deepEqual(outcomes, ["created", "found"]);
  });

  it("Find or create: of many runs at once, one creates", async () => {
    slowCreate = 150;
    const config = { ...settings(), does: "find-or-create" };
    const runs = Array.from({ length: 8 }, (_, at) =>
      run(config, { email: "a@x.test", name: "A" }, { runId: `run-${at}` }),
    );
    const outcomes = (await Promise.all(runs)).map(
      ({ output }) => recordOutput.parse(output).outcome,
    );
    assert.deepEqual(outcomes.toSorted(), ["created", ...Array(7).fill("found")]);
    assert.equal(contacts.length, 1);
  });

  const sync = (more: JsonObject = {}): JsonObject => ({
    ...{ does: "read-new", cursorPath: "updated_at", idPath: "id" },
    find: callOf("list", { query: { since: "{{ sync.cursor }}" } }),
    ...more,
  });
  const add = (...names: string[]) => {
    for (const name of names) {
      contacts.push({ id: contacts.length + 1, email: "", name, updated_at: moment() });
    }
  };
  async function read(config: JsonObject, options: Options = {}) {
    const step = await run(config, {}, options);
    const output = step.state === "succeeded" ? newOutput.parse(step.output) : undefined;
    return { step, output, names: output?.records.map((one) => (one as Contact).name) };
  }

  it("Read what is new: each record once, the oldest first, from where the last run ended", async () => {
    newest = "first";
    add("a", "b", "c");
    assert.deepEqual((await read(sync())).names, ["a", "b", "c"]);
    assert.deepEqual((await read(sync())).names, []);
    add("d");
    const same = { id: 9, email: "", name: "of the same moment" };
    contacts.push({ ...same, updated_at: contacts[2]?.updated_at ?? "" });
    assert.deepEqual((await read(sync())).names, ["of the same moment", "d"]);
    assert.match(asked.at(-1) ?? "", /since=2026-01-01T00%3A03%3A00.000Z/);
  });

  it("Read what is new: begins where it is told, and goes on with the rest in the next run", async () => {
    add("a", "b", "c", "d", "e");
    const config = sync({ startAt: "2026-01-01T00:02:00.000Z", maxRecords: 2 });
    const first = await read(config);
    assert.deepEqual([first.names, first.output?.reachedLimit], [["b", "c"], true]);
    assert.deepEqual((await read(config)).names, ["d", "e"]);
  });

  it("Read what is new: what failed or was cut off is read again, nothing is lost", async () => {
    add("a", "b", "c");
    const seen: string[] = [];
    const broken = (item: Json) => {
      const { name } = item as Contact;
      if (name === "b") throw new Error("it broke");
      seen.push(name);
      return name;
    };
    const stopped = await read(sync(), { branch: broken });
    assert.equal(stopped.output, undefined);
    assert.deepEqual(
      (await read(sync({ whenOneFails: "again" }), { branch: broken })).output?.failed,
      1,
    );
    assert.deepEqual((await read(sync())).names, ["b", "c"]);
    assert.deepEqual(seen, ["a", "a", "c"]);
    add("d", "e");
    const left = await read(sync({ whenOneFails: "leave" }), {
      branch: (item) => {
        if ((item as Contact).name === "d") throw new Error("it broke");
        return null;
      },
    });
    assert.deepEqual([left.output?.failed, left.output?.errors.length], [1, 1]);
    assert.deepEqual((await read(sync())).names, []);
  });

  it("Read what is new: refuses to leave older changes out, and says what a record lacks", async () => {
    newest = "first";
    add("a", "b", "c", "d", "e");
    const cut = await read(sync({ paging: "page", maxPages: 2 }));
    assert.equal(cut.step.error?.code, "sync_incomplete");
    newest = "last";
    assert.deepEqual((await read(sync({ paging: "page", maxPages: 2 }))).names, [
      "a",
      "b",
      "c",
      "d",
    ]);
    const lacking = await read(sync({ cursorPath: "changed" }));
    assert.match(lacking.step.error?.message ?? "", /nothing to go by at “changed”/);
  });

  it("the linter knows where “found” and “sync” are there, and what is missing", () => {
    const told = (config: JsonObject) =>
      lint(
        flowOf({ nodes: [nodeOf("start", "manual-trigger"), nodeOf("it", "connect", config)] }),
        {
          definitionOf,
          portsOf,
        },
      ).map(({ message }) => message);
    const does = (config: JsonObject) =>
      told(config).filter((message) => /found|sync/.test(message));
    assert.deepEqual(does(settings()), []);
    assert.match(
      does({ ...settings(), does: "find-or-create", create: settings().update }).join(),
      /“found”, which is there only in a step that looks a record up/,
    );
    assert.match(
      does(sync({ find: callOf("list", { query: { since: "{{ sync.cursr }}" } }) })).join(),
      /“sync.cursr”, which does not exist: there is cursor/,
    );
    const bare = { ...settings(), update: callOf("change", {}) };
    assert.match(told(bare).join(), /“id”/);
  });
});
