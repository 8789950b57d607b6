import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { test } from "node:test";
import fc from "fast-check";
import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import { toleranceSeconds, type Verification, verifySignature } from "./verify.ts";

const now = 1_700_000_000_000;
const stamp = String(now / 1000);
const secret = "It's a Secret to Everybody";
const sign = (key: string | Buffer, text: string | Buffer, as: "hex" | "base64") =>
  createHmac("sha256", key).update(text).digest(as);

type Case = { how: Verification; headers: (body: Buffer, at?: string) => IncomingHttpHeaders };

const hmac = {
  scheme: "hmac",
  header: "X-Sig",
  encoding: "base64",
  timestampHeader: "X-At",
} as const;
const cases: { [name: string]: Case } = {
  standard: {
    how: { scheme: "standard" },
    headers: (body, at = stamp) => ({
      "webhook-id": "msg_1",
      "webhook-timestamp": at,
      "webhook-signature": `v1,AAAA v1,${sign(secret, `msg_1.${at}.${body}`, "base64")}`,
    }),
  },
  stripe: {
    how: { scheme: "stripe" },
    headers: (body, at = stamp) => ({
      "stripe-signature": `t=${at},v1=${sign(secret, `${at}.${body}`, "hex")},v0=00`,
    }),
  },
  github: {
    how: { scheme: "github" },
    headers: (body) => ({ "x-hub-signature-256": `sha256=${sign(secret, body, "hex")}` }),
  },
  "a header": {
    how: { ...hmac, timestampHeader: "" },
    headers: (body) => ({ "x-sig": sign(secret, body, "base64") }),
  },
  "a header with a time": {
    how: hmac,
    headers: (body, at = stamp) => ({
      "x-at": at,
      "x-sig": sign(secret, `${at}.${body}`, "base64"),
    }),
  },
};

function refusal(how: Verification, headers: IncomingHttpHeaders, body: Buffer, key = secret) {
  try {
    verifySignature(how, key, headers, body, now);
    return undefined;
  } catch (error) {
    assert.ok(isPatchbayError(error) && error.code === "signature_refused", String(error));
    return error.message;
  }
}

test("the example that GitHub documents is accepted", () => {
  const headers = {
    "x-hub-signature-256":
      "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
  };
  assert.equal(refusal({ scheme: "github" }, headers, Buffer.from("Hello, World!")), undefined);
});

test("the example of the Standard Webhooks specification's libraries is accepted at its time", () => {
  const headers = {
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  };
  const body = Buffer.from('{"test": 2432232314}');
  const key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  verifySignature({ scheme: "standard" }, key, headers, body, 1_614_265_330_000);
  assert.match(refusal({ scheme: "standard" }, headers, body, key) ?? "", /minutes old/);
});

test("what is signed passes, and a changed byte, secret or signature does not", () => {
  for (const [name, { how, headers }] of Object.entries(cases)) {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), fc.nat(), (bytes, at) => {
        const body = Buffer.from(bytes);
        const given = headers(Buffer.from(body.toString("latin1"), "latin1"));
        // Text before a body is bytes too: signatures are over exactly what came.
        const signed = signedAs(how, body) ?? given;
        assert.equal(refusal(how, signed, body), undefined, name);
        const changed = Buffer.from(body);
        const place = at % changed.length;
        changed[place] = (changed[place] ?? 0) ^ 1;
        assert.match(refusal(how, signed, changed) ?? "", /wrong/, name);
        assert.match(refusal(how, signed, body, `${secret}.`) ?? "", /wrong/, name);
      }),
      { numRuns: 50 },
    );
    assert.match(refusal(how, {}, Buffer.from("{}")) ?? "", /missing/, name);
  }
});

/** Headers over raw bytes, for schemes that put text before them. */
function signedAs(how: Verification, body: Buffer): IncomingHttpHeaders | undefined {
  const over = (prefix: string, as: "hex" | "base64") =>
    sign(secret, Buffer.concat([Buffer.from(prefix), body]), as);
  switch (how.scheme) {
    case "standard":
      return {
        "webhook-id": "msg_1",
        "webhook-timestamp": stamp,
        "webhook-signature": `v1,AAAA v1,${over(`msg_1.${stamp}.`, "base64")}`,
      };
    case "stripe":
      return { "stripe-signature": `t=${stamp},v1=${over(`${stamp}.`, "hex")}` };
    case "github":
      return { "x-hub-signature-256": `sha256=${over("", "hex")}` };
    case "hmac":
      return how.timestampHeader === ""
        ? { "x-sig": over("", "base64") }
        : { "x-at": stamp, "x-sig": over(`${stamp}.`, "base64") };
    default:
      return undefined;
  }
}

test("outside the replay window nothing passes, however right the signature", () => {
  const body = Buffer.from("{}");
  for (const name of ["standard", "stripe", "a header with a time"]) {
    const { how, headers } = cases[name] ?? assert.fail(name);
    for (const off of [-toleranceSeconds, toleranceSeconds]) {
      assert.equal(refusal(how, headers(body, String(now / 1000 + off)), body), undefined, name);
      const outside = String(now / 1000 + off + Math.sign(off));
      assert.match(refusal(how, headers(body, outside), body) ?? "", /5 minutes/, name);
    }
  }
});

test("a secret in a header is compared whole, with or without “Bearer”", () => {
  const how = { scheme: "token", header: "X-Webhook-Token" } as const;
  const body = Buffer.alloc(0);
  assert.equal(refusal(how, { "x-webhook-token": secret }, body), undefined);
  assert.equal(refusal(how, { "x-webhook-token": `Bearer ${secret}` }, body), undefined);
  for (const given of ["", secret.slice(0, -1), `${secret}x`, undefined]) {
    assert.match(refusal(how, { "x-webhook-token": given }, body) ?? "", /missing or wrong/);
  }
});
