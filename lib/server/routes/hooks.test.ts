import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { request as httpRequest } from "node:http";
import { after, before, beforeEach, describe, it, test } from "node:test";
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from "fastify";
import { chatTarget } from "#lib/chat/chat-bench.fixture.ts";
import { EngineError } from "#lib/errors/engine-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import type { Json } from "#lib/flow/json.ts";
import type { ResolvedConnection } from "#lib/nodes/contract.ts";
import type { Accept, AcceptRun } from "#lib/runs/accept.ts";
import type { RunResult, StartRun } from "#lib/runs/contract.ts";
import { duplicateEvent, runsPaused } from "#lib/runs/refusals.ts";
import { createLog } from "../create-log.ts";
import { createApp } from "../http/create-app.ts";
import { registerHookRoutes } from "./hooks.ts";

const ended: RunResult = {
  runId: "run1",
  state: "succeeded",
  output: { ok: true },
  respond: null,
  error: null,
};

describe("hook routes", () => {
  let app: FastifyInstance;
  let base: string;
  let started: StartRun[];
  let run: (input: StartRun) => Promise<RunResult>;
  let accept: Accept;
  let begin: () => void;
  let secretOf: () => ResolvedConnection;
  const shed: string[] = [];
  const logged: string[] = [];
  const warned: string[] = [];

  before(async () => {
    app = Fastify();
    registerHookRoutes(
      app,
      {
        flows: { liveByHook: async (hookId) => targets.get(hookId) ?? null },
        runs: {
          start: (input) => {
            begin();
            started.push(input);
            return { runId: "run1", result: run(input), committed: Promise.resolve() };
          },
          accept: (input) => accept(input),
        },
        connections: { resolve: async () => secretOf() },
      },
      {
        log: {
          error: (_facts, message) => logged.push(message),
          warn: (_facts, message) => warned.push(message),
        },
        unknownPerMinute: 20,
        onShed: (code) => shed.push(code),
      },
    );
    base = await app.listen({ port: 0, host: "127.0.0.1" });
  });
  after(() => app.close());
  beforeEach(() => {
    started = [];
    run = async () => ended;
    begin = () => undefined;
    secretOf = () => ({
      ...{ id: "c1", kind: "signing-secret", name: "GitHub", settings: {} },
      secrets: { secret: "a-shared-secret" },
    });
    accept = () => Promise.reject(new Error("nothing is to be queued"));
    logged.length = 0;
  });

  const post = (body: BodyInit, type?: string, hook = "result") =>
    fetch(`${base}/hooks/${hook}`, {
      method: "POST",
      body,
      headers: type === undefined ? {} : { "content-type": type },
    });
  const delivered = (): { [key: string]: Json } => {
    const payload = started[0]?.payload;
    assert.ok(typeof payload === "object" && payload !== null && !Array.isArray(payload));
    return payload;
  };

  const signature = (body: string) =>
    `sha256=${createHmac("sha256", "a-shared-secret").update(body).digest("hex")}`;
  const send = (hookId: string, body: string, headers: { [name: string]: string }) =>
    fetch(`${base}/hooks/${hookId}`, {
      ...{ method: "POST", body },
      headers: { "content-type": "application/json", ...headers },
    });

  it("starts what is signed over the very bytes, and nothing else", async () => {
    const body = '{ "a":1 }';
    const right = { "x-hub-signature-256": signature(body) };
    assert.equal((await send("signed", body, right)).status, 200);
    assert.equal(started.length, 1);
    const refused = [
      await send("signed", '{"a":1}', right),
      await send("signed", body, {}),
      await send("signed", "not even json", {}),
    ];
    for (const response of refused) {
      assert.equal(response.status, 401);
      assert.equal(((await response.json()) as { code: string }).code, "signature_refused");
    }
    assert.equal(started.length, 1);
  });

  it("keeps a secret that came in a header from the run", async () => {
    const response = await send("token", "{}", { "x-webhook-token": "a-shared-secret" });
    assert.equal(response.status, 200);
    assert.ok(!JSON.stringify(started).includes("a-shared-secret"));
    assert.equal((await send("token", "{}", { "x-webhook-token": "another" })).status, 401);
  });

  it("Loop protection: refuses what flows have handed on to one another too often", async () => {
    assert.equal(
      (await send("token", "{}", { "x-webhook-token": "a-shared-secret", "patchbay-hops": "5" }))
        .status,
      200,
    );
    const count = started.length;
    const refused = await send("token", "{}", {
      "x-webhook-token": "a-shared-secret",
      "patchbay-hops": "6",
    });
    assert.equal(refused.status, 508);
    assert.equal(((await refused.json()) as { code: string }).code, "too_many_hops");
    assert.equal(started.length, count);
  });

  it("asks senders to come again while the secret is missing", async () => {
    const headers = { "x-hub-signature-256": signature("{}") };
    assert.equal((await send("unkept", "{}", headers)).status, 503);
    secretOf = () => {
      throw new UserError("connection_missing", "gone");
    };
    const response = await send("signed", "{}", headers);
    assert.equal(response.status, 503);
    assert.equal(((await response.json()) as { code: string }).code, "signature_unverifiable");
    assert.equal(started.length, 0);
  });

  it("names a run after the event, and answers a sender that delivers it again", async () => {
    const accepted: AcceptRun[] = [];
    accept = async (input) => {
      accepted.push(input);
      return { runId: input.runId ?? "" };
    };
    const again = { "idempotency-key": "event-1" };
    const [one, two] = [await send("at-once", "{}", again), await send("at-once", "{}", again)];
    assert.deepEqual(await one.json(), await two.json());
    assert.equal(accepted[0]?.runId, accepted[1]?.runId);
    await send("at-once", "{}", { "idempotency-key": "event-2" });
    assert.notEqual(accepted[2]?.runId, accepted[1]?.runId);
    await send("at-once", "{}", {});
    assert.equal(accepted[3]?.runId, undefined);

    run = () => Promise.reject(duplicateEvent());
    const late = await send("result", "{}", again);
    assert.equal(late.status, 200);
    assert.deepEqual(await late.json(), { runId: "run1", duplicate: true });
    assert.equal(started[0]?.claim, true);
  });

  it("delivers method, query, headers and JSON body, without the sender's credentials", async () => {
    const response = await fetch(`${base}/hooks/result?a=1&b=2&b=3`, {
      method: "POST",
      body: '{"name":"Ada"}',
      headers: {
        "content-type": "application/json",
        authorization: "Bearer secret",
        cookie: "session=secret",
        "x-event": "push",
      },
    });
    assert.equal(response.status, 200);
    assert.deepEqual(await response.json(), {
      runId: "run1",
      state: "succeeded",
      output: { ok: true },
    });
    const payload = delivered();
    assert.equal(payload.method, "POST");
    assert.deepEqual(payload.query, { a: "1", b: ["2", "3"] });
    assert.deepEqual(payload.body, { name: "Ada" });
    assert.partialDeepStrictEqual(payload.headers, { "x-event": "push" });
    assert.equal(JSON.stringify(payload).includes("secret"), false);
    assert.equal(started[0]?.triggerKind, "webhook");
    assert.equal(started[0]?.triggerNodeId, "hook");
  });

  it("reads forms, text, XML and bytes", async () => {
    const bodies: [BodyInit, string, Json][] = [
      ["a=1&b=x+y&a=2", "application/x-www-form-urlencoded", { a: ["1", "2"], b: "x y" }],
      ["plain", "text/plain; charset=utf-8", "plain"],
      ["<a/>", "application/soap+xml", "<a/>"],
      [Buffer.from([0xe9]), "text/plain; charset=iso-8859-1", "é"],
      [
        Buffer.from([1, 255]),
        "application/pdf",
        { contentType: "application/pdf", size: 2, base64: "Af8=" },
      ],
      ["\ufeff[1]", "application/vnd.api+json", [1]],
      ['{"__proto__":{"a":1},"b":{"\\u005f_proto__":2}}', "application/json", { b: {} }],
    ];
    for (const [body, type, expected] of bodies) {
      started = [];
      assert.equal((await post(body, type)).status, 200);
      assert.deepEqual(delivered().body, expected);
    }
    started = [];
    await fetch(`${base}/hooks/result`);
    assert.equal(delivered().body, null);
  });

  it("reads a form with files, and refuses a broken one with nothing started", async () => {
    const form = new FormData();
    form.append("note", "hello");
    form.append("photo", new File(["x"], "a.png", { type: "image/png" }));
    assert.equal((await post(form)).status, 200);
    assert.deepEqual(delivered().body, {
      note: "hello",
      photo: { name: "a.png", type: "image/png", size: 1, base64: "eA==" },
    });
    started = [];
    const broken = await post("--b\r\n", "multipart/form-data; boundary=b");
    assert.equal(broken.status, 400);
    assert.partialDeepStrictEqual(await broken.json(), { code: "invalid_form" });
    assert.equal(started.length, 0);
  });

  it("takes a body whose content type is missing or makes no sense", async () => {
    assert.equal((await post(Buffer.from('{"a":1}'))).status, 200);
    assert.deepEqual(delivered().body, { a: 1 });
    started = [];
    assert.equal((await post("x", "nonsense")).status, 200);
    assert.partialDeepStrictEqual(delivered().body, { base64: "eA==" });
  });

  it("says where JSON is broken, and starts nothing", async () => {
    const response = await post('{\n  "a": 1,\n  "b" 2\n}', "application/json");
    assert.equal(response.status, 400);
    assert.equal(response.headers.get("content-type"), "application/problem+json; charset=utf-8");
    const problem = await response.json();
    assert.equal(problem.code, "invalid_json");
    assert.match(problem.message, /line 3, column 7/);
    assert.equal(started.length, 0);
    assert.equal((await post("[".repeat(100_000), "application/json")).status, 400);
  });

  it("takes 5 MB, refuses more by name, and goes on serving the same connection's next request", async () => {
    const most = Buffer.alloc(5 * 1024 * 1024, "x");
    assert.equal((await post(most, "text/plain")).status, 200);
    assert.equal(String(delivered().body).length, most.length);
    started = [];
    const refused = await post(Buffer.concat([most, Buffer.from("x")]), "text/plain");
    assert.equal(refused.status, 413);
    assert.equal((await refused.json()).code, "body_too_large");
    assert.equal(started.length, 0);
    assert.equal((await post("again", "text/plain")).status, 200);
  });

  it("refuses an endless body without keeping it", async () => {
    const outcome = await new Promise<number | string | undefined>((resolve, reject) => {
      const chunk = Buffer.alloc(1024 * 1024);
      const request = httpRequest(`${base}/hooks/result`, { method: "POST" }, (response) => {
        resolve(response.statusCode);
        request.destroy();
      });
      // The connection may be cut while we still send: then nobody reads the 413 that came before.
      request.on("error", (error: NodeJS.ErrnoException) => {
        if (error.code === "EPIPE" || error.code === "ECONNRESET") resolve("cut off");
        else reject(error);
      });
      const more = () => {
        while (!request.destroyed && request.write(chunk)) {
          // Until the socket is full.
        }
      };
      request.on("drain", more);
      more();
    });
    assert.ok(outcome === 413 || outcome === "cut off", String(outcome));
    assert.equal(started.length, 0);
  });

  it("names unknown addresses and wrong methods", async () => {
    const unknown = await post("{}", "application/json", "nope");
    assert.equal(unknown.status, 404);
    assert.equal((await unknown.json()).code, "not_found");
    assert.equal((await post("{}", "application/json", "off")).status, 404);
    const wrong = await fetch(`${base}/hooks/result`, { method: "DELETE" });
    assert.equal(wrong.status, 405);
    assert.equal(wrong.headers.get("allow"), "GET, POST");
    assert.equal(started.length, 0);
  });

  it("slows down who guesses addresses", async () => {
    const statuses = new Set<number>();
    let last: Response | undefined;
    for (let tried = 0; tried < 25; tried++) {
      last = await fetch(`${base}/hooks/guess-${tried}`);
      statuses.add(last.status);
      await last.arrayBuffer();
    }
    assert.deepEqual([...statuses], [404, 429]);
    assert.ok(Number(last?.headers.get("retry-after")) > 0);
    assert.equal((await post("{}", "application/json")).status, 200);
  });

  it("answers with what a Respond node said, and keeps our origin's guards", async () => {
    run = async () => ({
      ...ended,
      respond: {
        status: 201,
        headers: {
          "Content-Type": "text/html",
          "X-Kept": "yes",
          "Set-Cookie": "a=b",
          "Content-Security-Policy": "default-src *",
          "X-Broken": "a\r\nb",
          "Content-Length": "1",
        },
        body: "<p>grüezi</p>",
      },
    });
    const response = await post("{}", "application/json");
    assert.equal(response.status, 201);
    assert.equal(await response.text(), "<p>grüezi</p>");
    assert.equal(response.headers.get("content-type"), "text/html");
    assert.equal(response.headers.get("x-kept"), "yes");
    assert.equal(response.headers.get("set-cookie"), null);
    assert.equal(response.headers.get("x-broken"), null);
    assert.match(response.headers.get("content-security-policy") ?? "", /sandbox/);
  });

  it("tells a caller that the flow failed, and nothing of why but its code", async () => {
    run = async () => ({
      ...ended,
      state: "failed",
      error: { code: "upstream_status", message: "http://internal.example answered 500" },
    });
    const response = await post("{}", "application/json");
    assert.equal(response.status, 502);
    const problem = await response.json();
    assert.equal(problem.code, "upstream_status");
    assert.equal(problem.runId, "run1");
    assert.equal(JSON.stringify(problem).includes("internal.example"), false);
  });

  it("stops waiting after the webhook's longest wait, while the run goes on", async () => {
    const result = Promise.withResolvers<RunResult>();
    run = () => result.promise;
    const response = await post("{}", "application/json");
    assert.equal(response.status, 504);
    assert.partialDeepStrictEqual(await response.json(), { code: "no_response", runId: "run1" });
    result.resolve(ended);
  });

  it("answers at once when the run is in the queue and on disk, and walks nothing itself", async () => {
    const written = Promise.withResolvers<{ runId: string }>();
    const accepted: AcceptRun[] = [];
    accept = (input) => {
      accepted.push(input);
      return written.promise;
    };
    let answered = false;
    const answer = post('{"a":1}', "application/json", "at-once").then((response) => {
      answered = true;
      return response;
    });
    // A request that came later is through, and this one still waits.
    assert.equal((await post("{", "application/json")).status, 400);
    assert.equal(answered, false);
    written.resolve({ runId: "run2" });
    const response = await answer;
    assert.equal(response.status, 202);
    assert.deepEqual(await response.json(), { runId: "run2" });
    assert.equal(started.length, 0);
    assert.partialDeepStrictEqual(accepted, [
      { triggerKind: "webhook", triggerNodeId: "hook", payload: { body: { a: 1 } } },
    ]);
  });

  it("says when to come again while the queue is full", async () => {
    accept = async () => {
      throw new EngineError("queue_full", "Too many runs are waiting.", { retryAfterMs: 1_000 });
    };
    const response = await post("{}", "application/json", "at-once");
    assert.equal(response.status, 429);
    assert.equal(response.headers.get("retry-after"), "1");
    assert.partialDeepStrictEqual(await response.json(), { code: "queue_full" });
    assert.equal(logged.length, 0);
  });

  it("says that we failed when we did, and logs it", async () => {
    run = async () => {
      throw new Error("secret detail");
    };
    const response = await post("{}", "application/json");
    assert.equal(response.status, 500);
    assert.equal((await response.text()).includes("secret detail"), false);
    assert.equal(logged.length, 1);
    run = async () => {
      throw new EngineError("shutting_down", "Restarting.", { retryAfterMs: 1500 });
    };
    const later = await post("{}", "application/json");
    assert.equal(later.status, 503);
    assert.equal(later.headers.get("retry-after"), "2");
    assert.equal(logged.length, 1);
  });

  it("refuses who waits for a result during a pause, saying when to come again, and keeps the rest", async () => {
    begin = () => {
      throw runsPaused();
    };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => post("{}", "application/json")),
    );
    for (const answer of answers) {
      assert.equal(answer.status, 503);
      assert.equal(answer.headers.get("retry-after"), "60");
      assert.partialDeepStrictEqual(await answer.json(), { code: "runs_paused" });
    }
    accept = async () => ({ runId: "run3" });
    assert.equal((await post("{}", "application/json", "at-once")).status, 202);
    assert.equal(logged.length, 0);
    assert.ok(warned.length <= 1, "a line each would drown the log");
    assert.equal(shed.filter((code) => code === "runs_paused").length, 20);
  });
});

const targets = new Map(
  Object.entries({
    result: hook({ respond: "result", methods: ["GET", "POST"], timeoutSeconds: 1 }),
    "at-once": hook({ respond: "at-once" }),
    off: hook({}, { disabled: true }),
    signed: hook({ respond: "result", verify: "github" }, { connectionId: "c1" }),
    token: hook({ respond: "result", verify: "token" }, { connectionId: "c1" }),
    unkept: hook({ respond: "result", verify: "github" }),
  }),
);

function hook(config: object, more: object = {}) {
  const node = {
    id: "hook",
    type: "webhook-trigger",
    version: 1,
    name: "Hook",
    key: "hook",
    position: { x: 0, y: 0 },
    config,
    ...more,
  };
  return { ...chatTarget({ nodes: [node] }), triggerNodeId: "hook" };
}

test("a webhook that fails by our fault is logged with the id that its answer names", async (t) => {
  const lines: string[] = [];
  const log = createLog("info", { write: (line) => lines.push(line) });
  const app = createApp({ log: log as FastifyBaseLogger, trustProxy: true, https: false });
  registerHookRoutes(app, {
    flows: { liveByHook: async () => Promise.reject(new Error("by mistake")) },
    runs: { start: () => assert.fail(), accept: () => assert.fail() },
    connections: { resolve: () => assert.fail() },
  });
  t.after(() => app.close());
  const base = await app.listen({ port: 0, host: "127.0.0.1" });
  const headers = { "x-request-id": "from-the-proxy-1" };
  const answer = await fetch(`${base}/hooks/any`, { method: "POST", body: "{}", headers });
  assert.equal(answer.status, 500);
  assert.equal(answer.headers.get("x-request-id"), "from-the-proxy-1");
  const told = lines.filter((line) => line.includes("a webhook failed"));
  assert.equal(told.length, 1);
  assert.partialDeepStrictEqual(JSON.parse(told[0] ?? ""), {
    requestId: "from-the-proxy-1",
    msg: "a webhook failed",
  });
});
