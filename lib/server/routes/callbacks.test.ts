import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, beforeEach, describe, it } from "node:test";
import Fastify, { type FastifyInstance } from "fastify";
import { createCallbackAddresses } from "#lib/callbacks/callback-addresses.ts";
import type { CallbackRequest } from "#lib/nodes/contract.ts";
import { registerCallbackRoutes } from "./callbacks.ts";

const callbacks = createCallbackAddresses(randomBytes(32));

/** As long as they get. */
const waitId = `${"0".repeat(36)}:${"a".repeat(36)}:12`;

describe("callback routes", () => {
  let app: FastifyInstance;
  let base: string;
  let arrived: { waitId: string; request: CallbackRequest }[];
  let waiting: Map<string, "waiting" | "used" | "expired">;
  let broken: Error | undefined;
  const logged: string[] = [];

  before(async () => {
    app = Fastify();
    registerCallbackRoutes(
      app,
      {
        callbacks,
        resumeCallback: async (id, request) => {
          if (broken !== undefined) throw broken;
          const state = waiting.get(id);
          if (state === undefined) return "unknown";
          if (state !== "waiting") return state;
          waiting.set(id, "used");
          arrived.push({ waitId: id, request });
          return "resumed";
        },
        callbackState: async (id) => {
          const state = waiting.get(id);
          return state === undefined ? "unknown" : state === "waiting" ? "open" : state;
        },
      },
      {
        log: {
          error: (_facts, message) => logged.push(message),
          warn: () => undefined,
        },
        unknownPerMinute: 20,
      },
    );
    base = await app.listen({ port: 0, host: "127.0.0.1" });
  });
  after(() => app.close());
  beforeEach(() => {
    arrived = [];
    waiting = new Map([[waitId, "waiting"]]);
    broken = undefined;
    logged.length = 0;
  });

  const link = (id = waitId, query = "") => `${base}${callbacks.pathOf(id)}${query}`;

  it("holds a call that is there before its step waits", async () => {
    const early = fetch(link("run:send:2"), { method: "POST", body: "{}" });
    setTimeout(() => waiting.set("run:send:2", "waiting"), 120);
    assert.equal((await early).status, 200);
    assert.equal(arrived[0]?.waitId, "run:send:2");
  });

  it("wakes the step once, with all of the request but its credentials", async () => {
    const response = await fetch(link(waitId, "?answer=yes&n=1&n=2"), {
      method: "POST",
      body: '{"approved":true}',
      headers: {
        "content-type": "application/json",
        authorization: "Bearer secret",
        cookie: "session=secret",
      },
    });
    assert.equal(response.status, 200);
    assert.deepEqual(await response.json(), { ok: true });
    assert.equal(response.headers.get("cache-control"), "no-store");
    const [first] = arrived;
    assert.equal(first?.waitId, waitId);
    assert.equal(first?.request.method, "POST");
    assert.deepEqual(first?.request.query, { answer: "yes", n: ["1", "2"] });
    assert.deepEqual(first?.request.body, { approved: true });
    assert.ok(Number.isFinite(Date.parse(first?.request.receivedAt ?? "")));
    assert.equal(JSON.stringify(first).includes("secret"), false);

    const again = await fetch(link(), { method: "POST" });
    assert.equal(again.status, 410);
    assert.equal(again.headers.get("content-type"), "application/problem+json; charset=utf-8");
    assert.partialDeepStrictEqual(await again.json(), {
      code: "callback_used",
      next: "Each link works once. Ask for a new one to answer again.",
    });
    assert.equal(arrived.length, 1);
  });

  it("reads forms, text and nothing at all, also by PUT", async () => {
    const bodies: [BodyInit | undefined, string | undefined, unknown][] = [
      ["a=1&b=x+y", "application/x-www-form-urlencoded", { a: "1", b: "x y" }],
      ["plain", "text/plain", "plain"],
      [undefined, undefined, null],
    ];
    for (const [body, type, expected] of bodies) {
      arrived = [];
      waiting.set(waitId, "waiting");
      const headers: Record<string, string> = type === undefined ? {} : { "content-type": type };
      const response = await fetch(link(), {
        method: "PUT",
        headers,
        ...(body === undefined ? {} : { body }),
      });
      assert.equal(response.status, 200);
      assert.equal(arrived[0]?.request.method, "PUT");
      assert.deepEqual(arrived[0]?.request.body, expected);
    }
  });

  it("does not use a link up because somebody looks at it", async () => {
    for (const method of ["GET", "HEAD"]) {
      const response = await fetch(link(), { method });
      assert.equal(response.status, 200);
      assert.equal(response.headers.get("content-type"), "text/html; charset=utf-8");
      assert.match(response.headers.get("content-security-policy") ?? "", /default-src 'none'/);
      assert.match(response.headers.get("content-security-policy") ?? "", /frame-ancestors 'none'/);
      assert.equal(response.headers.get("referrer-policy"), "no-referrer");
      const html = await response.text();
      if (method === "GET") assert.match(html, /<form method="post"><button>Confirm/);
      else assert.equal(html, "");
    }
    assert.equal(arrived.length, 0);
    assert.equal((await fetch(link(), { method: "POST" })).status, 200);
  });

  it("tells an expired link from a used one, and both from one that we did not make", async () => {
    waiting.set(waitId, "expired");
    for (const method of ["GET", "POST"]) {
      const response = await fetch(link(), { method });
      assert.equal(response.status, 410);
      assert.partialDeepStrictEqual(await response.json(), { code: "callback_expired" });
    }
    const page = await fetch(link(), { method: "POST", headers: { accept: "text/html" } });
    assert.match(await page.text(), /no longer works.*has expired/s);
    const unsigned = await fetch(link().slice(0, -1), { method: "POST" });
    assert.equal(unsigned.status, 404);
    assert.partialDeepStrictEqual(await unsigned.json(), { code: "not_found" });
  });

  it("answers people with pages", async () => {
    const submit = () =>
      fetch(link(waitId, "?answer=no"), {
        method: "POST",
        body: "",
        headers: {
          accept: "text/html,application/xhtml+xml,*/*;q=0.8",
          "content-type": "application/x-www-form-urlencoded",
        },
      });
    const thanks = await submit();
    assert.equal(thanks.status, 200);
    assert.match(await thanks.text(), /Thank you/);
    assert.deepEqual(arrived[0]?.request.query, { answer: "no" });
    const again = await submit();
    assert.equal(again.status, 410);
    assert.match(again.headers.get("content-type") ?? "", /text\/html/);
    assert.match(await again.text(), /no longer works.*used before/s);
  });

  it("shows that a link has been used, and no button, to whoever opens it again", async () => {
    const open = (method: string) => fetch(link(), { method, headers: { accept: "text/html" } });
    assert.match(await (await open("GET")).text(), /<button>/);
    assert.equal((await fetch(link(), { method: "POST" })).status, 200);
    const again = await open("GET");
    assert.equal(again.status, 410);
    const html = await again.text();
    assert.match(html, /This link no longer works.*used before/s);
    assert.equal(html.includes("<button"), false);
    assert.equal((await open("HEAD")).status, 410);
    assert.equal((await fetch(link("wait-2"))).status, 404);
    assert.equal(arrived.length, 1);
  });

  it("knows only the addresses that it made, and waits that exist", async () => {
    for (const path of [`${link()}x`, `${base}/callbacks/wait-1`, link("wait-2")]) {
      const response = await fetch(path, { method: "POST", body: "x" });
      assert.equal(response.status, 404, path);
      assert.equal((await response.json()).code, "not_found");
    }
    assert.equal((await fetch(`${base}/callbacks/wait-1.x`)).status, 404);
    assert.equal(arrived.length, 0);
  });

  it("does not use a link up with what it cannot read", async () => {
    const wrong = await fetch(link(), { method: "DELETE" });
    assert.equal(wrong.status, 405);
    assert.equal(wrong.headers.get("allow"), "GET, HEAD, POST, PUT");
    const json = await fetch(link(), {
      method: "POST",
      body: '{"a"',
      headers: { "content-type": "application/json" },
    });
    assert.equal(json.status, 400);
    assert.equal((await json.json()).code, "invalid_json");
    const large = Buffer.alloc(5 * 1024 * 1024 + 1, "x");
    assert.equal((await fetch(link(), { method: "POST", body: large })).status, 413);
    assert.equal(arrived.length, 0);
    assert.equal(waiting.get(waitId), "waiting");
  });

  it("says that we failed when we did, and logs it", async () => {
    broken = new Error("secret detail");
    const response = await fetch(link(), { method: "POST" });
    assert.equal(response.status, 500);
    assert.equal((await response.text()).includes("secret detail"), false);
    assert.deepEqual(logged, ["a callback failed"]);
  });

  it("slows down who guesses addresses", async () => {
    const statuses = new Set<number>();
    for (let tried = 0; tried < 25; tried++) {
      const response = await fetch(`${base}/callbacks/guess-${tried}.x`, { method: "POST" });
      statuses.add(response.status);
      await response.arrayBuffer();
    }
    assert.deepEqual([...statuses], [404, 429]);
    assert.equal((await fetch(link(), { method: "POST" })).status, 200);
  });
});
