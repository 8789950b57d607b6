import assert from "node:assert/strict";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { type TestContext, test } from "node:test";
import { isActionOriginAllowed } from "./action-origin.ts";
import { type PageSecurityOptions, securePage } from "./page-security.ts";

test("every page has a nonce of its own, the same for Next and for the browser", async (t) => {
  const fetchPage = await serve(t, { dev: false, https: false });
  const [one, two] = await Promise.all([fetchPage(), fetchPage()]);
  const policy = one.headers.get("content-security-policy") ?? "";
  assert.equal(await one.text(), policy, "Next reads the nonce from the request");
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? "";
  assert.equal(Buffer.from(nonce, "base64").length, 16);
  assert.ok(!(two.headers.get("content-security-policy") ?? "").includes(nonce));
  const script = policy.split("; ").find((part) => part.startsWith("script-src"));
  assert.equal(script, `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`);
  assert.match(policy, /frame-ancestors 'none'/);
  assert.equal(one.headers.get("x-frame-options"), "DENY");
  assert.equal(one.headers.get("strict-transport-security"), null);
});

test("a policy that the client sends is replaced", async (t) => {
  const fetchPage = await serve(t, { dev: false, https: true });
  const page = await fetchPage({ "content-security-policy": "script-src 'nonce-mine'" });
  assert.doesNotMatch(await page.text(), /mine/);
  assert.match(page.headers.get("strict-transport-security") ?? "", /max-age=\d+/);
});

test("a page with origins of its own may be framed by those only", async (t) => {
  const fetchPage = await serve(t, {
    dev: false,
    https: false,
    frameAncestors: ["'self'", "https://shop.example"],
  });
  const page = await fetchPage();
  assert.match(
    page.headers.get("content-security-policy") ?? "",
    /frame-ancestors 'self' https:\/\/shop\.example;/,
  );
  assert.equal(page.headers.get("x-frame-options"), null);
});

test("an action runs only for this host's own pages", () => {
  const allowed = (headers: IncomingMessage["headers"], trustProxy = false, method = "POST") =>
    isActionOriginAllowed({ method, headers } as IncomingMessage /* all it reads */, trustProxy);
  const host = "flows.example:3000";
  assert.equal(allowed({ host, origin: `http://${host}` }), true);
  assert.equal(allowed({ host }), false);
  assert.equal(allowed({ host, origin: "null" }), false);
  assert.equal(allowed({ origin: "null" }), false);
  assert.equal(allowed({ host, origin: "http://flows.example" }), false);
  assert.equal(allowed({ host, origin: `http://${host}.evil.example` }), false);
  assert.equal(allowed({ host }, false, "GET"), true);
  const proxied = { host: "10.0.0.2", origin: `https://${host}`, "x-forwarded-host": host };
  assert.equal(allowed(proxied, true), true);
  assert.equal(allowed(proxied, false), false, "nobody vouches for the forwarded host");
});

/** A server that answers with the policy its renderer would find in the request. */
async function serve(t: TestContext, options: PageSecurityOptions) {
  const server = createServer((request, response) => {
    securePage(request, response, options);
    response.end(request.headers["content-security-policy"]);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo; /* listens on TCP */
  return (headers: { [name: string]: string } = {}) =>
    fetch(`http://127.0.0.1:${port}/`, { headers });
}
