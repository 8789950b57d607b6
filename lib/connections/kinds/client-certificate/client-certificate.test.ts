import assert from "node:assert/strict";
import { createPrivateKey } from "node:crypto";
import { createServer, type Server } from "node:https";
import { after, before, describe, it } from "node:test";
import type { TLSSocket } from "node:tls";
import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import { connectionKindOf } from "../../kinds.ts";
import { readValues } from "../../read-values.ts";
import { connectionOf, createBench, listen, makeCertificate } from "../kind.fixture.ts";
import { server as kindServer } from "./server.ts";

type Pair = Awaited<ReturnType<typeof makeCertificate>>;

const bench = createBench();
let mine: Pair;
let other: Pair;
let bank: Pair;
let origin: string;
let elsewhere: string;
/** Whose certificate came with each request. */
const shown: (string | undefined)[] = [];

before(async () => {
  mine = await makeCertificate("patchbay.test");
  other = await makeCertificate("stranger.test");
  bank = await makeCertificate("bank.test");
  // Not before they are valid.
  bench.clock.now = Date.now() + 1_000;
  const serve = async (rejectUnauthorized: boolean, redirectTo?: () => string) => {
    const server: Server = createServer(
      {
        ...{ cert: bank.certificate, key: bank.privateKey, ca: mine.certificate },
        ...{ requestCert: true, rejectUnauthorized },
      },
      (request, response) => {
        const { subject } = (request.socket as TLSSocket).getPeerCertificate(); // served over TLS
        shown.push(subject?.CN as string | undefined); // one common name each
        if (request.url === "/away") response.writeHead(302, { location: redirectTo?.() }).end();
        else response.end("{}");
      },
    );
    bench.keep(server);
    return `https://127.0.0.1:${await listen(server)}`;
  };
  origin = await serve(true, () => `${elsewhere}/there`);
  elsewhere = await serve(false);
});
after(() => bench.close());

const certificate = (pair: Pair, values: { [key: string]: string } = {}) =>
  connectionOf("client-certificate", {
    ...pair,
    authority: bank.certificate,
    testUrl: `${origin}/me`,
    ...values,
  });

describe("a client certificate", () => {
  it("is what the other side sees", async () => {
    shown.length = 0;
    const verdict = await kindServer.test(certificate(mine), bench.tools);
    assert.equal(verdict.ok, true, verdict.message);
    assert.deepEqual(shown, ["patchbay.test"]);
  });

  it("serves its own connection only: neither a request without nor one with another gets in", async () => {
    await kindServer.test(certificate(mine), bench.tools);
    shown.length = 0;
    await assert.rejects(bench.tools.http.request({ method: "GET", url: `${origin}/me` }));
    await assert.rejects(kindServer.test(certificate(other), bench.tools));
    assert.deepEqual(shown, []);
  });

  it("does not follow a redirect to somebody else", async () => {
    shown.length = 0;
    const request = { method: "GET", url: `${origin}/away`, headers: {} };
    const connection = certificate(mine, { allowedHosts: new URL(origin).host });
    // Without it, nobody knows the bank's authority either: the second hop fails in the handshake.
    await assert.rejects(bench.tools.send(request, connection), { code: "tls_failed" });
    assert.deepEqual(shown, ["patchbay.test"]);
  });

  it("does not go out over an address without encryption", async () => {
    const connection = certificate(mine, { testUrl: "http://127.0.0.1:9/me" });
    await assert.rejects(kindServer.test(connection, bench.tools), {
      code: "insecure_credentials",
    });
  });

  it("trusts the given authority and no other", async () => {
    shown.length = 0;
    await assert.rejects(
      kindServer.test(certificate(mine, { authority: other.certificate }), bench.tools),
      { code: "tls_failed" },
    );
    assert.deepEqual(shown, []);
  });

  it("opens its key with the passphrase", async () => {
    const privateKey = createPrivateKey(mine.privateKey)
      .export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "open sesame" })
      .toString();
    const locked = { ...mine, privateKey };
    const verdict = await kindServer.test(
      certificate(locked, { passphrase: "open sesame" }),
      bench.tools,
    );
    assert.equal(verdict.ok, true, verdict.message);
    assert.throws(() => certificate(locked), /fill in its passphrase/);
    assert.throws(() => certificate(locked, { passphrase: "wrong" }), /does not open the key/);
  });

  it("says what does not fit before anything is stored", () => {
    assert.throws(() => certificate({ ...mine, certificate: "none" }), /not a certificate in PEM/);
    assert.throws(() => certificate({ ...mine, privateKey: "none" }), /not a private key/);
    assert.throws(() => certificate({ ...mine, privateKey: other.privateKey }), /does not belong/);
  });

  it("says all at once, whatever stage finds it", () => {
    const judged = (values: { [key: string]: string }) => {
      const kind = connectionKindOf("client-certificate");
      assert.ok(kind !== undefined);
      try {
        readValues(kind, values, undefined, kindServer.check);
        return [];
      } catch (error) {
        assert.ok(isPatchbayError(error));
        const issues = error.details?.issues as { path: string }[]; // as misfits are made
        return issues.map(({ path }) => path);
      }
    };
    const wrong = { certificate: "none", privateKey: "none", authority: "none" };
    assert.deepEqual(judged({ ...wrong, testUrl: "nowhere" }).sort(), [
      ...["values.authority", "values.certificate", "values.privateKey", "values.testUrl"],
    ]);
    assert.deepEqual(judged({ ...wrong, certificate: "", authority: "" }).sort(), [
      ...["values.certificate", "values.privateKey"],
    ]);
    assert.deepEqual(judged(mine), []);
  });

  it("knows when it ends, and says so afterwards", async () => {
    const short = await makeCertificate("short.test", {
      notAfterDate: new Date(Date.now() + 86_400_000),
    });
    bench.clock.now = Date.now() + 1_000;
    const connection = certificate(short, { testUrl: "" });
    const ends = kindServer.expiresAt?.(connection)?.getTime() ?? 0;
    assert.ok(Math.abs(ends - Date.now() - 86_400_000) < 10_000);
    assert.equal((await kindServer.test(connection, bench.tools)).ok, true);
    bench.clock.now += 2 * 86_400_000;
    const verdict = await kindServer.test(connection, bench.tools);
    bench.clock.now -= 2 * 86_400_000;
    assert.deepEqual([verdict.ok, /ended on/.test(verdict.message)], [false, true]);
  });
});
