import assert from "node:assert/strict";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { after, before, beforeEach, describe, it } from "node:test";
import { isPatchbayError, type PatchbayError } from "#lib/errors/patchbay-error.ts";
import type { JsonObject } from "#lib/flow/json.ts";
import { createHttpClient, type HttpClient } from "#lib/http/client.ts";
import { createOffload, type Offload } from "#lib/offload/offload.ts";
import { doneOf, executeNode, failsWith, type TestContext } from "../testing/context.ts";
import { definition, responseOutput } from "./definition.ts";
import { execute } from "./execute.ts";

type Answer = { status?: number; headers?: Record<string, string>; body?: string | Buffer };

let api: Awaited<ReturnType<typeof startLocalApi>>;
let http: HttpClient;
let offload: Offload;
let answer: Answer = {};

before(async () => {
  api = await startLocalApi((_, response) => {
    response.writeHead(
      answer.status ?? 200,
      answer.headers ?? { "content-type": "application/json" },
    );
    response.end(answer.body ?? "{}");
  });
  http = createHttpClient({ allow: [api.host] });
  offload = createOffload();
});
beforeEach(() => {
  api.received.length = 0;
  answer = {};
});
after(async () => {
  await http.close();
  offload.close();
  await api.close();
});

function call(config: JsonObject, context: TestContext = {}) {
  const settings = { url: `${api.origin}/orders`, ...config };
  return doneOf(executeNode(definition, execute, settings, { http, offload, ...context }));
}

async function failureOf(run: Promise<unknown>): Promise<PatchbayError> {
  const error: unknown = await run.then(
    () => assert.fail("the step should have failed"),
    (reason: unknown) => reason,
  );
  assert.ok(isPatchbayError(error), String(error));
  return error;
}

describe("rest api: requests", () => {
  it("Endpoint URL, Request Headers: sends query and headers and hands on the answer", async () => {
    answer = { body: '{"id": 7, "tags": ["a"]}' };
    const { output, port } = await call({
      url: `${api.origin}/orders?page=1#top`,
      query: [
        { name: "q", value: "a b&c=ü" },
        { name: "off", value: "1", enabled: false },
        { name: "", value: "" },
      ],
      headers: [
        { name: "X-Source", value: "chat" },
        { name: "x-source", value: "bot" },
      ],
    });
    const [request] = api.received;
    assert.equal(request?.method, "GET");
    assert.equal(request?.url, "/orders?page=1&q=a%20b%26c%3D%C3%BC");
    assert.equal(request?.headers["x-source"], "chat, bot");
    assert.equal(request?.headers["idempotency-key"], undefined);
    assert.equal(port, undefined);
    const result = responseOutput.parse(output);
    assert.equal(result.status, 200);
    assert.deepEqual(result.body, { id: 7, tags: ["a"] });
    assert.equal(result.headers["content-type"], "application/json");
    assert.ok(result.url.startsWith(`${api.origin}/orders?page=1&q=`));
  });

  it("sends each kind of body with its content type", async () => {
    const bodies: [JsonObject, body: string, type: string | undefined][] = [
      [{ bodyType: "json", bodyJson: '{"a": 1}' }, '{"a": 1}', "application/json"],
      [
        {
          bodyType: "form",
          bodyForm: [
            { name: "a b", value: "1&2" },
            { name: "c", value: "ü" },
          ],
        },
        "a+b=1%262&c=%C3%BC",
        "application/x-www-form-urlencoded",
      ],
      [{ bodyType: "text", bodyText: "hällo" }, "hällo", "text/plain; charset=utf-8"],
      [{ bodyType: "none", bodyText: "left over" }, "", undefined],
      [{ bodyType: "json", bodyJson: " " }, "", undefined],
    ];
    for (const [config, body, type] of bodies) {
      api.received.length = 0;
      await call({ method: "POST", ...config });
      assert.equal(api.received[0]?.body, body);
      assert.equal(api.received[0]?.headers["content-type"], type);
    }
  });

  it("lets the author's content type stand", async () => {
    await call({
      method: "POST",
      bodyType: "json",
      bodyJson: "[]",
      headers: [{ name: "Content-Type", value: "application/vnd.api+json" }],
    });
    assert.equal(api.received[0]?.headers["content-type"], "application/vnd.api+json");
  });

  it("sends no body with GET", async () => {
    await call({ method: "GET", bodyType: "json", bodyJson: "{not json" });
    assert.equal(api.received[0]?.body, "");
  });

  it("sends an idempotency key with what writes, unless the author set one", async () => {
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
      api.received.length = 0;
      await call({ method }, { idempotencyKey: "run-9:n:1" });
      assert.equal(api.received[0]?.headers["idempotency-key"], "run-9:n:1");
    }
    api.received.length = 0;
    await call({ method: "POST", headers: [{ name: "Idempotency-Key", value: "mine" }] });
    assert.equal(api.received[0]?.headers["idempotency-key"], "mine");
    api.received.length = 0;
    await call({ method: "POST" }, { idempotencyKey: "ä".repeat(300) });
    assert.match(String(api.received[0]?.headers["idempotency-key"]), /^[0-9a-f]{64}$/);
  });

  it("names a JSON body's mistake before anything is sent", async () => {
    const run = call({ method: "POST", bodyType: "json", bodyJson: '{\n  "a": 1,\n}' });
    const error = await failureOf(run);
    assert.equal(error.code, "invalid_json");
    assert.match(error.message, /The JSON body .* line 3, column 1/);
    assert.equal(api.received.length, 0);
  });

  it("refuses headers and addresses that cannot be sent", async () => {
    const withHeader = (name: string, value: string) => call({ headers: [{ name, value }] });
    await assert.rejects(withHeader("X A", "1"), failsWith("invalid_header"));
    await assert.rejects(withHeader("X-A", "1\r\nX-B: 2"), failsWith("invalid_header"));
    await assert.rejects(withHeader("", "secret-value"), failsWith("invalid_header", /“sec…”/));
    await assert.rejects(withHeader("__proto__", "1"), failsWith("forbidden_key"));
    await assert.rejects(call({ url: "" }), failsWith("invalid_url"));
    await assert.rejects(call({ url: "ftp://example.com" }), failsWith("invalid_url"));
    await assert.rejects(call({ query: [{ name: "", value: "1" }] }), failsWith("invalid_value"));
    await assert.rejects(call({ url: "http://127.0.0.1:1/" }), failsWith("egress_refused"));
    assert.equal(api.received.length, 0);
  });

  it("follows redirects, or hands them on", async () => {
    const target = await startLocalApi((_, response) => response.end("there"));
    const client = createHttpClient({ allow: [api.host, target.host] });
    try {
      answer = { status: 302, headers: { location: `${target.origin}/new` } };
      const followed = responseOutput.parse((await call({}, { http: client })).output);
      assert.deepEqual(
        [followed.status, followed.body, followed.url],
        [200, "there", `${target.origin}/new`],
      );
      const kept = responseOutput.parse(
        (await call({ followRedirects: false }, { http: client })).output,
      );
      assert.deepEqual([kept.status, kept.headers.location], [302, `${target.origin}/new`]);
    } finally {
      await client.close();
      await target.close();
    }
  });

  it("stops at its own time limit", async () => {
    const silent = await startLocalApi(() => {});
    const client = createHttpClient({ allow: [silent.host] });
    try {
      const run = call({ url: silent.origin, timeoutSeconds: "1" }, { http: client });
      await assert.rejects(run, failsWith("upstream_timeout"));
    } finally {
      await silent.close();
      await client.close();
    }
  });
});

describe("rest api: answers", () => {
  async function bodyOf(config: JsonObject = {}) {
    return responseOutput.parse((await call(config)).output).body;
  }

  it("reads them by their declared type, or as told", async () => {
    answer = { headers: { "content-type": "application/xml" }, body: "<order><id>7</id></order>" };
    assert.deepEqual(await bodyOf(), { order: { id: "7" } });
    assert.equal(await bodyOf({ responseAs: "text" }), "<order><id>7</id></order>");
    answer = { headers: { "content-type": "text/plain" }, body: '{"a":1}' };
    assert.equal(await bodyOf(), '{"a":1}');
    assert.deepEqual(await bodyOf({ responseAs: "json" }), { a: 1 });
    assert.equal(api.received.at(-1)?.headers.accept, "application/json");
  });

  it("hands on nothing for HEAD and for 204", async () => {
    answer = { headers: { "content-type": "application/json", "x-total": "9" } };
    const head = responseOutput.parse((await call({ method: "HEAD" })).output);
    assert.deepEqual([head.body, head.headers["x-total"]], [null, "9"]);
    answer = { status: 204, body: "" };
    assert.equal(await bodyOf({ responseAs: "json" }), null);
  });

  it("says so when a web page comes instead of JSON", async () => {
    answer = { headers: { "content-type": "text/html" }, body: "<!doctype html><h1>Sign in</h1>" };
    await assert.rejects(
      call({ responseAs: "json" }),
      failsWith("upstream_invalid_json", /web page/),
    );
  });

  it("names a web page that comes as if all were well, unless text was asked for", async () => {
    const page = "<!doctype html><h1>Sign in</h1>";
    answer = { headers: { "content-type": "text/html; charset=utf-8" }, body: page };
    const error = await failureOf(call({}));
    assert.equal(error.code, "html_instead_of_data");
    assert.equal(error.fault, "user");
    assert.match(error.message, new RegExp(`^${api.host} answered with a web page`));
    assert.match(error.next ?? "", /“Text”/);
    assert.equal(await bodyOf({ responseAs: "text" }), page);
    answer = { ...answer, status: 404 };
    assert.equal(await bodyOf({ failOn: "never" }), page);
    answer = { status: 200, headers: { "content-type": "text/html" }, body: "" };
    assert.equal(await bodyOf(), "");
  });

  it("says so when the answer is too large", async () => {
    answer = { body: Buffer.alloc(6_000_000, "a") };
    await assert.rejects(call({}), failsWith("response_too_large"));
  });
});

describe("rest api: failing statuses", () => {
  it("Error Handling: fails by default from 400, with the status and the answer's beginning", async () => {
    answer = { status: 404, body: `{"error":"no such order ${"x".repeat(5_000)}` };
    const error = await failureOf(call({}));
    assert.equal(error.code, "upstream_status");
    assert.equal(error.fault, "user");
    assert.equal(error.status, 404);
    assert.match(error.message, new RegExp(`^${api.host} answered 404`));
    assert.match(error.next ?? "", /address/);
    const body = String(error.details?.body);
    assert.ok(
      body.startsWith('{"error":"no such order') && body.length === 2_001 && body.endsWith("…"),
    );
  });

  it("lets the engine retry what may pass, after the time that was asked for", async () => {
    for (const status of [408, 425, 429, 500, 503]) {
      answer = {
        status,
        headers: { "retry-after": "7", "content-type": "text/html" },
        body: "<h1>",
      };
      const error = await failureOf(call({}));
      assert.deepEqual(
        [error.code, error.fault, error.status, error.retryAfterMs],
        ["upstream_status", "upstream", status, 7_000],
      );
    }
  });

  it("keeps files out of the error", async () => {
    answer = {
      status: 400,
      headers: { "content-type": "image/png" },
      body: Buffer.from([137, 80]),
    };
    assert.equal((await failureOf(call({}))).details?.body, "");
  });

  it("never fails when told so", async () => {
    answer = { status: 500, body: '{"a":1}' };
    const { output } = await call({ failOn: "never" });
    assert.deepEqual(responseOutput.parse(output).body, { a: 1 });
  });

  it("fails for the author's own statuses", async () => {
    const custom = { failOn: "custom", failStatuses: "400-402, 503 ,200" };
    for (const [status, fails] of [
      [200, true],
      [201, false],
      [402, true],
      [403, false],
      [503, true],
    ] as const) {
      answer = { status, body: "{}" };
      if (fails) await assert.rejects(call(custom), failsWith("upstream_status"));
      else await call(custom);
    }
    const unreadable = call({ failOn: "custom", failStatuses: "bad ones" });
    await assert.rejects(unreadable, failsWith("invalid_config", /bad ones/));
  });
});

describe("rest api: connections", () => {
  function connection(
    kind: string,
    settings: JsonObject,
    secrets: Record<string, string>,
  ): TestContext {
    const insecure = { allowInsecure: "true", ...settings };
    return { connection: { id: "c1", kind, name: "Shop", settings: insecure, secrets } };
  }

  it("adds a key to the query and leaves it out of what it hands on", async () => {
    const { output } = await call(
      { query: [{ name: "q", value: "1" }] },
      connection("api-key-query", { paramName: "api_key" }, { value: "k 123456" }),
    );
    assert.equal(api.received[0]?.url, "/orders?q=1&api_key=k%20123456");
    assert.equal(responseOutput.parse(output).url, `${api.origin}/orders?q=1`);
  });

  it("drops a header key when a redirect leads elsewhere", async () => {
    const other = await startLocalApi((_, response) => response.end("{}"));
    const client = createHttpClient({ allow: [api.host, other.host] });
    try {
      answer = { status: 307, headers: { location: other.origin } };
      const context = connection(
        "api-key-header",
        { headerName: "X-Api-Key" },
        { value: "k-123456" },
      );
      await call({}, { ...context, http: client });
      assert.equal(other.received.length, 1);
      assert.equal(other.received[0]?.headers["x-api-key"], undefined);
    } finally {
      await client.close();
      await other.close();
    }
  });

  it("sends no credential over http unless the connection allows it", async () => {
    const kinds: [string, JsonObject, Record<string, string>][] = [
      ["bearer", {}, { token: "t" }],
      ["basic", { username: "a" }, { password: "b" }],
      ["api-key-header", { headerName: "X-Api-Key" }, { value: "k" }],
      ["api-key-query", { paramName: "key" }, { value: "k" }],
    ];
    for (const [kind, settings, secrets] of kinds) {
      const context = connection(kind, { ...settings, allowInsecure: "" }, secrets);
      await assert.rejects(call({}, context), failsWith("insecure_credentials"));
    }
    assert.equal(api.received.length, 0);
    await call({}, connection("bearer", { allowInsecure: true }, { token: "t" }));
    assert.equal(api.received.length, 1);
  });
});

type Received = {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingHttpHeaders;
  body: string;
};

/** A real HTTP server on the loopback that remembers what it was asked; close it with `close`. */
async function startLocalApi(
  answer: (request: Received, response: ServerResponse) => void,
): Promise<{ origin: string; host: string; received: Received[]; close: () => Promise<void> }> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method, url, headers } = request;
    const seen = { method, url, headers, body: Buffer.concat(chunks).toString("utf8") };
    received.push(seen);
    answer(seen, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  const host = `127.0.0.1:${address.port}`;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { origin: `http://${host}`, host, received, close };
}
