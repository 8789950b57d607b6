import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { JsonObject } from "#lib/flow/json.ts";
import { failsWith } from "#lib/nodes/testing/context.ts";
import { authorise } from "./authorise.ts";

function authorised(
  kind: string,
  settings: JsonObject,
  secrets: Record<string, string>,
  url = "https://api.example.com/orders?q=1#top",
): Parameters<typeof authorise>[0] {
  const request = { method: "GET", url, headers: { authorization: "mine", "x-own": "1" } };
  authorise(request, { id: "c1", name: "Shop", kind, settings, secrets });
  return request;
}

describe("authorise", () => {
  it("adds each kind's credential, in place of the author's own", () => {
    const bearer = authorised("bearer", {}, { token: " t-123456\n" });
    assert.deepEqual(bearer.headers, { authorization: "Bearer t-123456", "x-own": "1" });

    const basic = authorised("basic", { username: "ada" }, { password: "pä:ss " });
    const encoded = Buffer.from("ada:pä:ss ").toString("base64");
    assert.equal(basic.headers.authorization, `Basic ${encoded}`);

    const header = authorised("api-key-header", { headerName: "X-Own" }, { value: "k-123456" });
    assert.equal(header.headers["x-own"], "k-123456");
    assert.deepEqual(header.secretHeaders, ["x-own"]);

    const query = authorised("api-key-query", { paramName: "api key" }, { value: "k&1" });
    assert.equal(query.url, "https://api.example.com/orders?q=1&api%20key=k%261");
    assert.deepEqual(query.secretQuery, ["api key"]);
  });

  it("allows plain http only when the connection says so", () => {
    const allowed = (allowInsecure: JsonObject[string]) =>
      authorised("bearer", { allowInsecure }, { token: "t" }).allowInsecureCredentials;
    assert.equal(allowed(true), true);
    assert.equal(allowed("true"), true);
    for (const other of [false, "false", "", 1, null]) assert.equal(allowed(other), undefined);
  });

  describe("hosts", () => {
    const cases: [allowedHosts: string, url: string, fits: boolean][] = [
      ["", "https://anything.example/", true],
      ["api.example.com", "https://API.example.com/a", true],
      [" other.example , API.example.com ", "https://api.example.com:8443/", true],
      ["api.example.com:8443", "https://api.example.com:8443/", true],
      ["api.example.com:8443", "https://api.example.com/", false],
      ["*.example.com", "https://a.b.example.com/", true],
      ["*.example.com", "https://example.com/", false],
      ["*.example.com", "https://evilexample.com/", false],
      ["example.com", "https://api.example.com/", false],
      ["example.com", "https://example.com.evil.example/", false],
      ["example.com", "https://example.com@evil.example/", false],
    ];
    for (const [allowedHosts, url, fits] of cases) {
      it(`“${allowedHosts}” ${fits ? "allows" : "refuses"} ${url}`, () => {
        const run = () => authorised("bearer", { allowedHosts }, { token: "t" }, url);
        if (fits) run();
        else assert.throws(run, failsWith("egress_refused", /“Shop” may only be used with/));
      });
    }
  });

  it("names a connection that cannot be used", () => {
    const wrong = () => authorised("smtp", {}, { password: "x" });
    assert.throws(wrong, failsWith("connection_wrong_kind", /Shop/));
    const empty: [string, JsonObject, Record<string, string>][] = [
      ["bearer", {}, { token: " " }],
      ["api-key-header", {}, { value: "k" }],
      ["api-key-header", { headerName: "X-Key" }, {}],
      ["api-key-query", { paramName: "key" }, { value: "" }],
    ];
    for (const [kind, settings, secrets] of empty) {
      const run = () => authorised(kind, settings, secrets);
      assert.throws(run, failsWith("connection_missing", /Shop/));
    }
  });
});
