import assert from "node:assert/strict";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { after, before, beforeEach, describe, it } from "node:test";
import { listen } from "#lib/connections/kinds/kind.fixture.ts";
import { basicTypes, drawFlow, runInMemory } from "#lib/engine/walk.fixture.ts";
import type { Json, JsonObject } from "#lib/flow/json.ts";
import { lint } from "#lib/flow/lint.ts";
import { flowOf, nodeOf } from "#lib/flow/test-flow.ts";
import { createHttpClient } from "#lib/http/client.ts";
import { definitionOf, portsOf } from "../catalog.ts";
import { compileConfig } from "../compile-config.ts";
import type { ExecuteContext } from "../contract.ts";
import { batchesOutput, definition, type RestApiConfig } from "./definition.ts";
import { execute } from "./execute.ts";

type Received = { url: string; headers: IncomingHttpHeaders; body: string };
let received: Received[] = [];
let under = 0;
let most = 0;
let statusOf: (received: Received) => number = () => 200;
const server = createServer(async (request, response) => {
  most = Math.max(most, ++under);
  let body = "";
  for await (const piece of request) body += String(piece);
  const { url = "", headers } = request;
  received.push({ url, headers, body });
  // The first answers come last.
  setTimeout(
    () => {
      under--;
      const status = statusOf({ url, headers, body });
      response.writeHead(status, { "content-type": "application/json" });
      response.end(body === "" ? JSON.stringify({ url }) : body);
    },
    url.endsWith("/1") ? 80 : 10,
  );
});
const http = createHttpClient({ allow: ["127.0.0.0/8"] });
let origin = "";
before(async () => {
  origin = `http://127.0.0.1:${await listen(server)}`;
});
beforeEach(() => {
  received = [];
  most = 0;
  statusOf = () => 200;
});
after(async () => {
  await http.close();
  server.close();
});

/** One step of a real run, with what came before it. */
async function call(config: JsonObject, items: Json, retries = 0) {
  const types = {
    ...basicTypes,
    call: {
      definition,
      execute: (context: ExecuteContext) =>
        execute(context as ExecuteContext<RestApiConfig> /* parsed when it was resolved */),
      compile: (raw: JsonObject) => compileConfig(definition, raw),
      passByPort: () => "done",
    },
  };
  const document = drawFlow(
    {
      start: { type: "start" },
      list: { type: "echo", config: { value: "{{ trigger }}" } },
      call: { type: "call", config: { ...definition.defaults, ...config }, retries },
    },
    ["start -> list", "list -> call"],
  );
  const run = runInMemory(document, { types, payload: items, host: { http: () => http } });
  await run.outcome;
  return run.steps.findLast(({ nodeId }) => nodeId === "call");
}

const each = { batch: "each", batchOver: "{{ trigger }}" };

describe("rest api: batching", () => {
  it("Batching: once for each item, several at once, in the list's order", async () => {
    const step = await call(
      { ...each, batchAtOnce: 4, url: `${origin}/orders/{{ batch.item.id }}` },
      [1, 2, 3, 4, 5, 6].map((id) => ({ id })),
    );
    const { results, count, failed } = batchesOutput.parse(step?.output);
    const bodies = results.map(({ output }) => Object(output).body.url);
    assert.deepEqual(
      bodies,
      [1, 2, 3, 4, 5, 6].map((id) => `/orders/${id}`),
    );
    assert.deepEqual([count, failed, most], [6, 0, 4]);
  });

  it("Batching: once for each group, with a key of its own that stays over tries", async () => {
    let refused = 0;
    statusOf = ({ body }) => (body.includes("4") && refused++ < 1 ? 429 : 200);
    const config = {
      ...each,
      batch: "groups",
      batchSize: 2,
      method: "POST",
      url: `${origin}/bulk`,
      bodyType: "json",
      bodyJson: '{"from": {{ batch.index }}, "ids": {{ batch.items }}}',
      handOn: "body",
    };
    const step = await call(config, [1, 2, 3, 4, 5], 1);
    assert.deepEqual(step?.output, [
      { from: 0, ids: [1, 2] },
      { from: 1, ids: [3, 4] },
      { from: 2, ids: [5] },
    ]);
    const keys = new Map<string, Set<unknown>>();
    for (const { body, headers } of received) {
      keys.set(body, (keys.get(body) ?? new Set()).add(headers["idempotency-key"]));
    }
    assert.equal(received.length, 5);
    const all = [...keys.values()].flatMap((set) => [...set]);
    assert.deepEqual([keys.size, all.length, new Set(all).size], [3, 3, 3]);
  });

  it("Batching: collects what failed, or stops at it", async () => {
    statusOf = ({ url }) => (url === "/2" ? 404 : 200);
    const config = { ...each, url: `${origin}/{{ batch.item }}` };
    const collected = await call({ ...config, batchFailure: "collect" }, [1, 2, 3]);
    const { results, failed } = batchesOutput.parse(collected?.output);
    assert.deepEqual([results.map(({ ok }) => ok), failed], [[true, false, true], 1]);
    assert.equal(results[1]?.error?.code, "upstream_status");
    received = [];
    const stopped = await call(config, [1, 2, 3]);
    assert.deepEqual([stopped?.state, stopped?.error?.code], ["failed", "upstream_status"]);
    assert.deepEqual(
      received.map(({ url }) => url),
      ["/1", "/2"],
    );
  });

  it("Batching: an empty list makes no call; what is no list says so; too many are refused", async () => {
    const config = { ...each, url: `${origin}/{{ batch.item }}` };
    assert.deepEqual((await call(config, []))?.output, { results: [], count: 0, failed: 0 });
    assert.equal((await call(config, { a: 1 }))?.error?.code, "invalid_value");
    const many = Array.from({ length: 1_001 }, (_, index) => index);
    assert.equal((await call(config, many))?.error?.code, "too_many_items");
    assert.equal(received.length, 0);
  });

  it("the linter knows where “batch” is there", () => {
    const told = (config: JsonObject) =>
      lint(
        flowOf({ nodes: [nodeOf("start", "manual-trigger"), nodeOf("it", "rest-api", config)] }),
        {
          definitionOf,
          portsOf,
        },
      ).filter(({ code }) => code === "unknown_variable");
    const url = "https://api.example.com/{{ batch.item.id }}";
    assert.deepEqual(told({ url, batch: "each", batchOver: "[1]" }), []);
    assert.match(told({ url })[0]?.message ?? "", /only in a step that works through a list/);
    const wrong = { url: "https://a.test/{{ batch.itms }}", batch: "each", batchOver: "[1]" };
    assert.match(told(wrong)[0]?.message ?? "", /batch\.itms.*items/);
  });
});
