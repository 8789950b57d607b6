import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { createHttpClient, type HttpClient, type HttpRequest } from "./client.ts";
import { followRedirect } from "./redirect.ts";
import { buildHeaders } from "./request-headers.ts";
import { readTarget } from "./target.ts";

type Seen = {
  server: string;
  method: string;
  url: string;
  headers: IncomingMessage["headers"];
  body: string;
};
const seen: Seen[] = [];
const servers: Server[] = [];
let first = "";
let second = "";
let client: HttpClient;

before(async () => {
  first = await serve("first");
  second = await serve("second");
  client = createHttpClient({ allow: ["127.0.0.0/8"] });
});
after(async () => {
  await client.close();
  for (const server of servers) server.close();
});

const credentials: Partial<HttpRequest> = {
  headers: { authorization: "Bearer s", cookie: "s=1", "X-Api-Key": "s", "x-trace": "t" },
  secretHeaders: ["x-api-key"],
  secretQuery: ["key"],
  allowInsecureCredentials: true,
};

test("credentials stay behind when the origin changes", async () => {
  const answer = await ask(`${first}/?key=s`, 302, `${second}/end?key=s&page=2`, credentials);
  assert.equal(answer.url, `${second}/end?page=2`);
  assert.equal(answer.redirects, 1);
  const last = seen.at(-1);
  assert.equal(last?.server, "second");
  assert.deepEqual(
    [last?.headers.authorization, last?.headers.cookie, last?.headers["x-api-key"]],
    [undefined, undefined, undefined],
  );
  assert.equal(last?.headers["x-trace"], "t");
});

test("credentials stay with the same origin", async () => {
  await ask(first, 302, "/end?key=s", credentials);
  const last = seen.at(-1);
  assert.deepEqual([last?.headers.authorization, last?.headers["x-api-key"]], ["Bearer s", "s"]);
  assert.equal(last?.url, "/end?key=s");
});

test("301, 302 and 303 turn a POST into a GET; 307 and 308 repeat it", async () => {
  const post = { method: "POST", body: "data", headers: { "content-type": "text/plain" } };
  for (const status of [301, 302, 303]) {
    await ask(first, status, "/end", post);
    const last = seen.at(-1);
    assert.deepEqual(
      [last?.method, last?.body, last?.headers["content-type"]],
      ["GET", "", undefined],
    );
  }
  for (const status of [307, 308]) {
    await ask(first, status, "/end", post);
    const last = seen.at(-1);
    assert.deepEqual(
      [last?.method, last?.body, last?.headers["content-type"]],
      ["POST", "data", "text/plain"],
    );
  }
});

test("a circle of redirects ends after five", async () => {
  seen.length = 0;
  await assert.rejects(ask(first, 302, "/loop"), { code: "too_many_redirects", fault: "user" });
  assert.equal(seen.length, 6);
});

test("a redirect is handed over when it is not to be followed", async () => {
  const answer = await ask(first, 302, "/end", { followRedirects: false });
  assert.equal(answer.status, 302);
  assert.equal(answer.headers.location, "/end");
});

test("credentials do not travel over http unless that is allowed", async () => {
  seen.length = 0;
  const secrets: Partial<HttpRequest>[] = [
    { headers: { Authorization: "Bearer s" } },
    { headers: { "X-Api-Key": "s" }, secretHeaders: ["x-API-key"] },
    { url: `${first}/?key=s`, secretQuery: ["key"] },
  ];
  for (const secret of secrets) {
    const request = client.request({ method: "GET", url: `${first}/end`, ...secret });
    await assert.rejects(request, { code: "insecure_credentials" });
  }
  assert.equal(seen.length, 0);
});

test("a redirect from https to http is not followed with credentials", () => {
  const sent = (headers: Record<string, string>) => ({
    target: readTarget("https://api.example/"),
    method: "GET",
    headers: buildHeaders(headers),
    body: undefined,
  });
  const req = { method: "GET", url: "https://api.example/" };
  assert.throws(() => followRedirect(sent({ cookie: "a=1" }), 302, "http://api.example/", req), {
    code: "insecure_credentials",
  });
  const plain = followRedirect(sent({}), 302, "http://api.example/", req);
  assert.equal(plain.target.url.href, "http://api.example/");
});

function ask(url: string, status: number, to: string, more: Partial<HttpRequest> = {}) {
  const target = new URL(url);
  target.searchParams.set("status", String(status));
  target.searchParams.set("to", to);
  return client.request({ method: "GET", url: target.href, ...more });
}

async function serve(name: string): Promise<string> {
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    seen.push({
      server: name,
      method: req.method ?? "",
      url: req.url ?? "",
      headers: req.headers,
      body,
    });
    const url = new URL(req.url ?? "/", "http://x");
    if (url.pathname === "/loop") res.writeHead(302, { location: "/loop" });
    else if (url.searchParams.has("to")) {
      const to = url.searchParams.get("to") ?? "";
      res.writeHead(Number(url.searchParams.get("status")), { location: to });
    }
    res.end("end");
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
