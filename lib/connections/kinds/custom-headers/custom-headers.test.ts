import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { authorise } from "#lib/http/authorise.ts";
import { readValues } from "../../read-values.ts";
import { connectionOf } from "../kind.fixture.ts";
import { customHeaders } from "./definition.ts";

const rows = (...pairs: [string, string][]) => ({
  headers: JSON.stringify(pairs.map(([name, value]) => ({ name, value }))),
});

describe("custom headers", () => {
  it("all go out, and all count as secret", () => {
    const connection = connectionOf("custom-headers", rows(["X-Key", "k1"], ["X-Account", "77"]));
    const request = { method: "GET", url: "https://x.test", headers: {}, secretHeaders: [] };
    authorise(request, connection);
    assert.deepEqual(request.headers, { "x-key": "k1", "x-account": "77" });
    assert.deepEqual(request.secretHeaders, ["x-key", "x-account"]);
    // Each value by itself, so that it is found and hidden wherever it turns up.
    assert.deepEqual(Object.values(connection.secrets), ["k1", "77"]);
    assert.deepEqual(connection.settings.headers, ["X-Key", "X-Account"]);
  });

  it("keep values that are left empty, and lose rows that are gone", () => {
    const before = readValues(customHeaders, rows(["X-Key", "k1"], ["X-Old", "o1"]));
    const after = readValues(customHeaders, rows(["X-Key", ""], ["X-New", "n1"]), before);
    assert.deepEqual(after.secrets, { "headers.x-key": "k1", "headers.x-new": "n1" });
  });

  for (const [what, values] of [
    ["no header", rows()],
    ["a name that is none", rows(["a b", "v"])],
    ["a header of the connection itself", rows(["Host", "v"])],
    ["a header without a value", rows(["X-Key", ""])],
    ["a line break", rows(["X-Key", "a\r\nb: c"])],
    ["a name twice", rows(["X-Key", "a"], ["x-key", "b"])],
    ["something else than rows", { headers: '{"a":1}' }],
  ] as const) {
    it(`are refused with ${what}`, () => {
      assert.throws(() => readValues(customHeaders, values), { code: "invalid_input" });
    });
  }
});
