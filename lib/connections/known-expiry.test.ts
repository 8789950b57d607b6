import assert from "node:assert/strict";
import { test } from "node:test";
import { generate } from "selfsigned";
import { knownExpiry } from "./known-expiry.ts";

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const token = (payload: object) => `${encode({ alg: "RS256" })}.${encode(payload)}.c2ln`;

test("a typed day, a token's own end, a certificate's: the earliest counts", async () => {
  const exp = Date.parse("2026-06-01T08:00:00Z") / 1000;
  assert.equal(knownExpiry({}, { token: "sk-live-0123456789" }), null);
  assert.equal(
    knownExpiry({}, { token: token({ exp }) })?.toISOString(),
    "2026-06-01T08:00:00.000Z",
  );
  assert.equal(
    knownExpiry({ endsOn: "2026-05-07" }, { token: token({ exp }) })?.toISOString(),
    "2026-05-07T12:00:00.000Z",
  );
  const notAfterDate = new Date("2026-04-01T00:00:00Z");
  const notBeforeDate = new Date("2026-01-01T00:00:00Z");
  const pem = await generate([{ name: "commonName", value: "c" }], { notBeforeDate, notAfterDate });
  assert.deepEqual(knownExpiry({ certificate: pem.cert }, { key: pem.private }), notAfterDate);
});

test("what only looks like one says nothing", () => {
  const odd = [
    token({ exp: "soon" }),
    token({}),
    token({ exp: 1e300 }),
    "a.b.c",
    "1.2.3",
    "a.e30.",
  ];
  for (const value of odd) assert.equal(knownExpiry({}, { value }), null, value);
  assert.equal(knownExpiry({ c: "-----BEGIN CERTIFICATE-----\nnone" }, {}), null);
});
