import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { testConnection } from "../test-connection.ts";
import { connectionOf, createBench } from "./kind.fixture.ts";
import { server as make } from "./make/server.ts";

const bench = createBench();
after(() => bench.close());

const own = (kind: string, origin: string, values: { [key: string]: string } = {}) =>
  connectionOf(kind, {
    hookUrl: `${origin}/hooks/catch/1/secret-part/`,
    ...{ otherHost: "true", allowInsecure: "true" },
    ...values,
  });

describe("a hook", () => {
  it("gets a sample only when one is asked for", async () => {
    const { origin, received } = await bench.serve(() => ({ status: 200 }));
    for (const kind of ["zapier", "make", "pabbly"]) {
      received.length = 0;
      const connection = own(kind, origin);
      await assert.rejects(testConnection(connection, bench.tools, false), {
        code: "invalid_input",
      });
      assert.equal(received.length, 0);
      const outcome = await testConnection(connection, bench.tools, true);
      assert.equal(outcome.ok, true, outcome.message);
      assert.equal(received.length, 1);
      assert.equal(JSON.parse(received[0]?.body ?? "").test, true);
    }
  });

  it("carries Make's key and a header of one's own", async () => {
    const { origin, received } = await bench.serve(() => ({ status: 200 }));
    const values = { apiKey: "make-key", headerName: "X-Shared", headerValue: "shared-value" };
    await make.test(own("make", origin, values), bench.tools);
    assert.equal(received[0]?.headers["x-make-apikey"], "make-key");
    assert.equal(received[0]?.headers["x-shared"], "shared-value");
  });

  it("says in words what came back, and never its address", async () => {
    for (const [status, words] of [
      [401, /key or the header/],
      [410, /knows no such hook/],
      [302, /did not take/],
      [500, /problem of its own/],
    ] as const) {
      const { origin } = await bench.serve(() => ({ status }));
      const outcome = await testConnection(own("pabbly", origin), bench.tools, true);
      assert.deepEqual([outcome.ok, words.test(outcome.message)], [false, true], outcome.message);
      assert.ok(!outcome.message.includes("secret-part"));
    }
  });

  it("is at its service's host, unless an admin says otherwise", () => {
    const at = (kind: string, hookUrl: string) => connectionOf(kind, { hookUrl }).settings;
    assert.equal(at("make", "https://hook.eu1.make.com/x").allowedHosts, "hook.eu1.make.com");
    assert.equal(at("zapier", "https://hooks.zapier.com/x").allowedHosts, "hooks.zapier.com");
    for (const [kind, url] of [
      ["zapier", "https://hooks.zapier.com.evil.test/x"],
      ["make", "https://make.com.evil.test/x"],
      ["pabbly", "https://evilpabbly.com/x"],
    ] as const) {
      assert.throws(() => at(kind, url), /is not a host of this service/);
    }
  });

  it("is not called without encryption", async () => {
    const { origin, received } = await bench.serve(() => ({ status: 200 }));
    const connection = own("zapier", origin, { allowInsecure: "" });
    const outcome = await testConnection(connection, bench.tools, true);
    assert.equal(outcome.ok, false);
    assert.equal(received.length, 0);
  });
});
