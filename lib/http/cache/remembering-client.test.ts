import assert from "node:assert/strict";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { after, before, beforeEach, describe, it } from "node:test";
import { listen } from "#lib/connections/kinds/kind.fixture.ts";
import { createHttpClient, type HttpRequest, type HttpResponse } from "../client.ts";
import { AnswerStore } from "./answer-store.ts";
import { rememberingClient } from "./remembering-client.ts";

let received: IncomingHttpHeaders[] = [];
let answer: (response: ServerResponse, headers: IncomingHttpHeaders) => void;
const server = createServer((request, response) => {
  received.push(request.headers);
  answer(response, request.headers);
});
const http = createHttpClient({ allow: ["127.0.0.0/8"] });
let origin = "";
let clock = 0;
before(async () => {
  origin = `http://127.0.0.1:${await listen(server)}`;
});
beforeEach(() => {
  received = [];
  clock = Date.now();
  answer = (response) => response.end(`answer ${received.length}`);
});
after(async () => {
  await http.close();
  server.close();
});

/** One process: what its runs of several workspaces and connections share. */
function newProcess(store = new AnswerStore()) {
  const underWay = new Map<string, Promise<HttpResponse>>();
  return (request: Partial<HttpRequest> = {}, workspaceId = "w1", connectionId = "") =>
    rememberingClient(http, store, underWay, { workspaceId, connectionId }, () => clock).request({
      ...{ method: "GET", url: `${origin}/x`, allowInsecureCredentials: true },
      ...{ remember: { seconds: 60, staleSeconds: 0 }, ...request },
    });
}
const textOf = ({ body, fromCache = false }: HttpResponse) => [
  Buffer.from(body).toString(),
  fromCache,
];

describe("rest api: caching", () => {
  it("Caching: an answer is taken from memory until its time is over", async () => {
    const get = newProcess();
    assert.deepEqual(textOf(await get()), ["answer 1", false]);
    clock += 59_000;
    assert.deepEqual(textOf(await get()), ["answer 1", true]);
    clock += 2_000;
    assert.deepEqual(textOf(await get()), ["answer 2", false]);
  });

  it("Caching: an old answer is asked about again by ETag and by date", async () => {
    for (const [name, value, asked] of [
      ["etag", '"v1"', "if-none-match"],
      ["last-modified", "Tue, 03 Mar 2026 10:00:00 GMT", "if-modified-since"],
    ] as const) {
      received = [];
      const get = newProcess();
      let isNew = false;
      answer = (response, headers) => {
        response.setHeader(name, value);
        if (headers[asked] === value && !isNew) response.writeHead(304).end();
        else response.end(`answer ${received.length}`);
      };
      await get();
      clock += 61_000;
      assert.deepEqual(textOf(await get()), ["answer 1", true]);
      assert.equal(received[1]?.[asked], value);
      // Asked about again, it is young again.
      clock += 30_000;
      assert.deepEqual(textOf(await get()), ["answer 1", true]);
      assert.equal(received.length, 2);
      clock += 61_000;
      isNew = true;
      assert.deepEqual(textOf(await get()), ["answer 3", false]);
    }
  });

  it("Caching: one call for all who ask at the same time", async () => {
    const get = newProcess();
    answer = (response) => setTimeout(() => response.end("slow"), 50);
    const all = await Promise.all(Array.from({ length: 20 }, () => get()));
    assert.equal(received.length, 1);
    assert.deepEqual(
      new Set(all.map(({ body }) => Buffer.from(body).toString())),
      new Set(["slow"]),
    );
    assert.equal(all.filter(({ fromCache }) => fromCache !== true).length, 1);
  });

  it("Caching: who waits goes on when the one ahead is cancelled", async () => {
    const get = newProcess();
    answer = (response) => setTimeout(() => response.end("late"), 100);
    const canceled = get({ signal: AbortSignal.timeout(20) });
    const waiting = get();
    await assert.rejects(canceled, { code: "run_canceled" });
    assert.deepEqual(textOf(await waiting), ["late", false]);
  });

  it("Caching: workspaces, connections, headers and methods never share; tokens of one connection do", async () => {
    const get = newProcess();
    await get();
    for (const [request, workspace, connection] of [
      [{}, "w2", ""],
      [{}, "w1", "c1"],
      [{}, "w1", "c2"],
      [{ headers: { "accept-language": "de" } }, "w1", ""],
      [{ headers: { authorization: "Bearer one" } }, "w1", ""],
      [{ headers: { authorization: "Bearer two" } }, "w1", ""],
      [{ method: "HEAD" }, "w1", ""],
      [{ url: `${origin}/x?a=1` }, "w1", ""],
    ] as const) {
      assert.equal((await get(request, workspace, connection)).fromCache ?? false, false);
    }
    const first = { headers: { authorization: "Bearer first" } };
    const renewed = { headers: { authorization: "Bearer renewed" } };
    await get(first, "w1", "c3");
    assert.equal((await get(renewed, "w1", "c3")).fromCache, true);
  });

  it("Caching: an old answer is served while the other side fails, if that is wanted", async () => {
    const get = newProcess();
    const remember = { seconds: 60, staleSeconds: 600 };
    await get({ remember });
    clock += 61_000;
    answer = (response) => response.writeHead(503).end();
    assert.deepEqual(textOf(await get({ remember })), ["answer 1", true]);
    answer = (response) => response.destroy();
    assert.deepEqual(textOf(await get({ remember })), ["answer 1", true]);
    await assert.rejects(get(), { code: "upstream_closed" });
    clock += 600_000;
    await assert.rejects(get({ remember }), { code: "upstream_closed" });
  });

  it("Caching: what failed, what varies by everything and what writes is never kept", async () => {
    const get = newProcess();
    answer = (response) => response.writeHead(404).end("none");
    await get();
    assert.equal((await get()).fromCache ?? false, false);
    answer = (response) => response.setHeader("vary", "*").end("each its own");
    await get({ url: `${origin}/vary` });
    assert.equal((await get({ url: `${origin}/vary` })).fromCache ?? false, false);
    await get({ method: "POST", url: `${origin}/post` });
    await get({ method: "POST", url: `${origin}/post` });
    assert.equal(received.length, 6);
  });

  it("Caching: memory is bounded, and the workspace that takes the most gives it up", async () => {
    const store = new AnswerStore({ maxBytes: 1_000_000, largestBytes: 200_000 });
    const get = newProcess(store);
    answer = (response) => response.end("small");
    await get({}, "modest");
    answer = (response) => response.end(Buffer.alloc(100_000));
    for (let index = 0; index < 40; index++) await get({ url: `${origin}/${index}` }, "greedy");
    assert.ok(store.bytes <= 1_000_000 && store.bytes > 700_000, `${store.bytes}`);
    assert.equal((await get({}, "modest")).fromCache, true);
    answer = (response) => response.end(Buffer.alloc(300_000));
    await get({ url: `${origin}/large` }, "greedy");
    assert.equal((await get({ url: `${origin}/large` }, "greedy")).fromCache ?? false, false);
  });
});
