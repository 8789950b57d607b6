import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { after, describe, it } from "node:test";
import { jwtVerify } from "jose";
import { connectionOf, createBench } from "../kind.fixture.ts";
import { server as kindServer } from "./server.ts";

const bench = createBench();
after(() => bench.close());
const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const keyFile = {
  type: "service_account",
  client_email: "robot@project.iam.gserviceaccount.com",
  private_key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  private_key_id: "key-1",
  token_uri: "https://oauth2.googleapis.com/token",
};

const account = (values: { [key: string]: string } = {}, file: object = keyFile) =>
  connectionOf("google-service-account", { keyFile: JSON.stringify(file), ...values });
const local = (origin: string) => ({ tokenUrl: `${origin}/token`, allowInsecure: "true" });

describe("a Google service account", () => {
  it("gets a token with an assertion that Google can check", async () => {
    const { origin, received } = await bench.serve(() => ({
      status: 200,
      body: JSON.stringify({ access_token: "ya29.token", expires_in: 3599 }),
    }));
    const values = { ...local(origin), scopes: "a b", subject: "ada@example.com" };
    const prepared = await kindServer.prepare?.(account(values), bench.tools);
    const form = new URLSearchParams(received[0]?.body);
    assert.equal(form.get("grant_type"), "urn:ietf:params:oauth:grant-type:jwt-bearer");
    const { payload, protectedHeader } = await jwtVerify(form.get("assertion") ?? "", publicKey, {
      audience: keyFile.token_uri,
      issuer: keyFile.client_email,
      subject: "ada@example.com",
    });
    assert.deepEqual([payload.scope, protectedHeader.kid], ["a b", "key-1"]);
    const request = {
      method: "GET",
      url: "https://sheets.googleapis.com/x",
      headers: { authorization: "" },
    };
    assert.ok(prepared);
    kindServer.authorise?.(request, prepared);
    assert.equal(request.headers.authorization, "Bearer ya29.token");
    // Known as a secret, so that it is hidden by value.
    assert.equal(prepared.secrets.accessToken, "ya29.token");
  });

  it("asks once for many steps, and again shortly before the token ends", async () => {
    const { origin, received } = await bench.serve(() => ({
      status: 200,
      body: JSON.stringify({ access_token: `token-${received.length}`, expires_in: 3600 }),
    }));
    const connection = { ...account(local(origin)), id: "busy" };
    const ask = async () => (await kindServer.prepare?.(connection, bench.tools))?.secrets;
    const [first] = await Promise.all(Array.from({ length: 20 }, ask));
    assert.equal(received.length, 1);
    bench.clock.now += 54 * 60_000;
    assert.equal((await ask())?.accessToken, first?.accessToken);
    bench.clock.now += 2 * 60_000;
    assert.notEqual((await ask())?.accessToken, first?.accessToken);
    assert.equal(received.length, 2);
  });

  it("says why Google gave none, and asks again next time", async () => {
    const { origin, received } = await bench.serve(() => ({
      status: 400,
      body: '{"error":"invalid_grant","error_description":"Invalid JWT Signature."}',
    }));
    const connection = account(local(origin));
    for (const count of [1, 2]) {
      await assert.rejects(
        async () => await kindServer.prepare?.(connection, bench.tools),
        (error: Error & { code?: string; next?: string }) => {
          assert.equal(error.code, "connection_refused");
          assert.match(`${error.message} ${error.next}`, /Invalid JWT Signature.*key was deleted/);
          return true;
        },
      );
      assert.equal(received.length, count);
    }
  });

  it("counts a broken Google as something to try again", async () => {
    const { origin } = await bench.serve(() => ({ status: 503 }));
    await assert.rejects(
      async () => await kindServer.prepare?.(account(local(origin)), bench.tools),
      { code: "upstream_status", fault: "upstream" },
    );
  });

  it("sends no assertion without encryption", async () => {
    const { origin, received } = await bench.serve(() => ({ status: 200 }));
    const connection = account({ tokenUrl: `${origin}/token` });
    await assert.rejects(async () => await kindServer.prepare?.(connection, bench.tools), {
      code: "insecure_credentials",
    });
    assert.equal(received.length, 0);
  });

  it("shows whose it is, and goes to Google only", () => {
    const { settings } = account();
    assert.deepEqual(
      [settings.account, settings.allowedHosts],
      [keyFile.client_email, "*.googleapis.com"],
    );
  });

  it("is refused when the file is another, cut off or damaged", () => {
    const { private_key: _, ...cut } = keyFile;
    assert.throws(() => account({ keyFile: "{" }), /not JSON/);
    assert.throws(() => account({}, { installed: {} }), /not a service account's key file/);
    assert.throws(() => account({}, cut), /incomplete/);
    const damaged = { ...keyFile, private_key: "-----BEGIN PRIVATE KEY-----\nAAAA\n" };
    assert.throws(() => account({}, damaged), /damaged/);
  });
});
