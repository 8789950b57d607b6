import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { authorise } from "#lib/http/authorise.ts";
import { connectionOf, createBench } from "../kind.fixture.ts";
import { server as kindServer } from "./server.ts";
import { sign, verify } from "./sign.ts";

const secret = "key-of-at-least-sixteen";

describe("a signing secret", () => {
  it("makes the signature that others expect", () => {
    // RFC 4231, test case 2.
    const values = {
      settings: { algorithm: "sha256", encoding: "hex" },
      secrets: { secret: "Jefe" },
    };
    assert.equal(
      sign(values, "what do ya want for nothing?"),
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    );
    const prefixed = { ...values, settings: { ...values.settings, prefix: "sha256=" } };
    assert.ok(sign(prefixed, "x").startsWith("sha256="));
    assert.match(sign({ ...values, settings: { encoding: "base64" } }, "x"), /^[\w+/]{43}=$/);
  });

  it("notices a changed byte, another secret and a cut signature", () => {
    const values = connectionOf("signing-secret", { secret });
    const signature = sign(values, "body");
    assert.equal(verify(values, "body", signature), true);
    assert.equal(verify(values, "bodz", signature), false);
    assert.equal(verify(values, "body", signature.slice(0, -1)), false);
    const other = connectionOf("signing-secret", { secret: `${secret}x` });
    assert.equal(verify(other, "body", signature), false);
  });

  it("signs exactly what is sent", () => {
    const connection = connectionOf("signing-secret", { secret });
    const request = {
      method: "POST",
      url: "https://x.test/",
      headers: {} as Record<string, string>,
      body: '{"a":1}',
    };
    authorise(request, connection);
    assert.equal(verify(connection, request.body, request.headers["x-signature"] ?? ""), true);
  });

  it("tests itself, and is not short", async () => {
    const bench = createBench();
    const verdict = await kindServer.test(connectionOf("signing-secret", { secret }), bench.tools);
    assert.equal(verdict.ok, true);
    assert.throws(() => connectionOf("signing-secret", { secret: "short" }), /at least 16/);
    await bench.close();
  });
});
