import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { connectionOf, createBench, type Received } from "../kind.fixture.ts";
import { server as kindServer } from "./server.ts";

const bench = createBench();
after(() => bench.close());
const principal = `<?xml version="1.0"?><d:multistatus xmlns:d="DAV:"><d:response><d:href>/</d:href><d:propstat><d:prop>
  <d:current-user-principal><d:href>/principals/ada/</d:href></d:current-user-principal>
</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response></d:multistatus>`;
const nobody = principal.replace("<d:href>/principals/ada/</d:href>", "<d:unauthenticated/>");
const right = `Basic ${Buffer.from("ada:abcd-efgh-ijkl").toString("base64")}`;

/** A calendar server: its calendars are at /dav/, and /.well-known/caldav says so. */
function calendarServer({ method, path, headers, body }: Received) {
  if (path === "/.well-known/caldav") return { status: 301, headers: { location: "/dav/" } };
  if (path !== "/dav/") return { status: 404 };
  if (headers.authorization !== right) return { status: 401 };
  if (method !== "PROPFIND" || headers.depth !== "0") return { status: 405 };
  return { status: 207, body: /current-user-principal/.test(body) ? principal : nobody };
}

const calendar = (origin: string, path = "/dav/", password = "abcd-efgh-ijkl") =>
  connectionOf("caldav", {
    ...{ serverUrl: `${origin}${path}`, username: "ada", password, allowInsecure: "true" },
  });

describe("a calendar server", () => {
  it("is asked who we are, where we say or where it says", async () => {
    const { origin, received } = await bench.serve(calendarServer);
    for (const path of ["/dav/", "/"]) {
      const verdict = await kindServer.test(calendar(origin, path), bench.tools);
      assert.equal(verdict.ok, true, verdict.message);
    }
    assert.ok(received.every(({ method }) => method === "PROPFIND"));
  });

  it("says that the password is wrong, and what to use instead", async () => {
    const { origin } = await bench.serve(calendarServer);
    const verdict = await kindServer.test(calendar(origin, "/dav/", "wrong"), bench.tools);
    assert.deepEqual([verdict.ok, /app password/.test(verdict.message)], [false, true]);
  });

  it("is not a web page, and knows who asks", async () => {
    for (const [status, body, words] of [
      [200, "<html>", /no calendar server/],
      [207, nobody, /does not know who is asking/],
      [500, "", /problem of its own/],
    ] as const) {
      const { origin } = await bench.serve(() => ({ status, body }));
      const verdict = await kindServer.test(calendar(origin), bench.tools);
      assert.deepEqual([verdict.ok, words.test(verdict.message)], [false, true], verdict.message);
    }
  });

  it("cannot send the password on to somebody else", async () => {
    const thief = await bench.serve(() => ({ status: 207, body: principal }));
    const { origin } = await bench.serve(() => ({
      status: 301,
      headers: { location: `${thief.origin}/dav/` },
    }));
    await assert.rejects(kindServer.test(calendar(origin), bench.tools), {
      code: "egress_refused",
    });
    assert.equal(thief.received.length, 0);
  });

  it("of Apple may be any of Apple's", () => {
    const { settings } = connectionOf("caldav", { username: "ada", password: "x" });
    assert.equal(settings.allowedHosts, "*.icloud.com");
  });
});
