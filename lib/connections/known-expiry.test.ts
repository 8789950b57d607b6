import assert from "node:assert/strict";
import { test } from "node:test";
import { generate } from "selfsigned";
import type { JsonObject } from "#lib/flow/json.ts";
import { knownExpiry } from "./known-expiry.ts";

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const token = (payload: object) => `${encode({ alg: "RS256" })}.${encode(payload)}.c2ln`;

const endOf = (settings: JsonObject, secrets: { [key: string]: string }) =>
  knownExpiry({ settings, secrets });

test("a token's own end, a certificate's: the earliest counts", async () => {
  const exp = Date.parse("2026-06-01T08:00:00Z") / 1000;
  assert.equal(endOf({}, { token: "sk-live-0123456789" }), null);
  assert.equal(endOf({}, { token: token({ exp }) })?.toISOString(), "2026-06-01T08:00:00.000Z");
  const notAfterDate = new Date("2026-04-01T00:00:00Z");
  const notBeforeDate = new Date("2026-01-01T00:00:00Z");
  const pem = await generate([{ name: "commonName", value: "c" }], { notBeforeDate, notAfterDate });
  const both = { key: pem.private, token: token({ exp }) };
  assert.deepEqual(endOf({ certificate: pem.cert }, both), notAfterDate);
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
  for (const value of odd) assert.equal(endOf({}, { value }), null, value);
  assert.equal(endOf({ c: "-----BEGIN CERTIFICATE-----\nnone" }, {}), null);
});
