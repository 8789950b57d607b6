import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import Fastify from "fastify";
import { createApp } from "./create-app.ts";
import { mountNextPages } from "./next-pages.ts";

const silent = Fastify({ logger: false }).log;

test("every answer of a route is guarded, and what the route says itself stays", async (t) => {
  const get = await serve(t, true);
  const plain = await get("/plain");
  assert.equal(plain.headers.get("x-content-type-options"), "nosniff");
  assert.equal(plain.headers.get("referrer-policy"), "no-referrer");
  assert.equal(plain.headers.get("x-frame-options"), "DENY");
  assert.match(plain.headers.get("content-security-policy") ?? "", /frame-ancestors 'none'/);
  assert.match(plain.headers.get("strict-transport-security") ?? "", /max-age=\d+/);
  const own = await get("/own");
  assert.equal(own.headers.get("referrer-policy"), "origin");
  const failed = await get("/failed");
  assert.equal(failed.status, 500);
  assert.equal(failed.headers.get("x-content-type-options"), "nosniff");
});

test("without HTTPS nobody is told to use it", async (t) => {
  const get = await serve(t, false);
  assert.equal((await get("/plain")).headers.get("strict-transport-security"), null);
});

test("an address of the API that is none is refused as a program reads it", async (t) => {
  const get = await serve(t, false);
  for (const [path, method] of [
    ["/api/nope?x=1", "GET"],
    ["/api/plain", "POST"],
    ["/chat/api/nope", "GET"],
    ["/api", "DELETE"],
  ] as const) {
    const answer = await get(path, { method });
    assert.equal(answer.status, 404, path);
    assert.match(answer.headers.get("content-type") ?? "", /^application\/problem\+json/);
    assert.equal(answer.headers.get("x-content-type-options"), "nosniff");
    const body = await answer.json();
    assert.partialDeepStrictEqual(body, { code: "not_found" });
  }
  assert.equal(await (await get("/api/auth/session")).text(), "a page");
  assert.equal(await (await get("/apis")).text(), "a page");
});

/** An app with a few routes, and a Next that answers "a page". */
async function serve(t: TestContext, https: boolean) {
  const app = createApp({ log: silent, trustProxy: false, https });
  mountNextPages(app, {
    handle: async (_request, reply) => {
      await reply.send("a page");
    },
  });
  app.get("/plain", async () => ({ ok: true }));
  app.get("/own", async (_request, reply) => reply.header("referrer-policy", "origin").send("x"));
  app.get("/failed", async () => {
    throw new Error("no");
  });
  t.after(() => app.close());
  const base = await app.listen({ port: 0, host: "127.0.0.1" });
  return (path: string, init?: RequestInit) => fetch(`${base}${path}`, init);
}
