import assert from "node:assert/strict";
import { test } from "node:test";
import { hideSecrets } from "./hide-secrets.ts";
import { secretPattern } from "./secret-forms.ts";

const hidden = (text: string, secrets: { [key: string]: string }) =>
  text.replace(secretPattern(secrets) ?? /(?!)/, "•");

test("each sign may be escaped in its own way, however often", () => {
  const token = `a1b2c3-"x\\y/+%&<=>'~z9`;
  const once = JSON.stringify(token).slice(1, -1);
  for (const form of [
    token,
    once,
    JSON.stringify(once).slice(1, -1),
    new URL(`http://x/?k=${encodeURIComponent(token)}`).search.slice(3),
    encodeURIComponent(token).toLowerCase(),
    token.replaceAll("/", "\\/"),
    token.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`),
    token.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
    token.toUpperCase(),
  ]) {
    assert.equal(hidden(`<${form}>`, { token }), "<•>", form);
  }
});

test("in base64 it is found wherever it begins, and with what stands around it", () => {
  const token = "a-token-that-is-secret";
  for (const around of ["", "x", "xx", "Authorization: Bearer "]) {
    const text = Buffer.from(`${around}${token}; more`).toString("base64");
    assert.match(hidden(text, { token }), /•/, around);
    assert.ok(
      !hidden(text, { token }).includes(Buffer.from("that-is").toString("base64").slice(2, 8)),
    );
  }
});

test("what a cut leaves of a token is hidden, a mere beginning like others is not", () => {
  const token = "sk-live-0123456789abcdef";
  assert.equal(hidden(`key ${token.slice(0, 15)}… no`, { token }), "key •… no");
  assert.equal(hidden("keys begin with sk-live-", { token }), "keys begin with sk-live-");
});

test("of an address the path is secret too, of rows the values, of a key file the key's lines", () => {
  const hookUrl = "https://hooks.zapier.com/hooks/catch/1234/abcd/";
  assert.equal(
    hidden("POST /hooks/catch/1234/abcd/ at hooks.zapier.com", { hookUrl }),
    "POST • at hooks.zapier.com",
  );
  const makeUrl = "https://hook.eu1.make.com/ab12cd34ef56gh78ij90";
  assert.equal(hidden("no hook ab12cd34ef56gh78ij90 here", { makeUrl }), "no hook • here");
  const headers = JSON.stringify([{ name: "X-Shop", value: "shop-secret-1" }]);
  assert.equal(hidden("X-Shop: shop-secret-1", { headers }), "X-Shop: •");
  const line = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC";
  const keyFile = JSON.stringify({
    type: "account",
    private_key: `-----BEGIN KEY-----\n${line}\n-----END KEY-----\n`,
  });
  assert.equal(hidden(`account ${line} BEGIN`, { keyFile }), "account • BEGIN");
});

test("short secrets hide nothing", () => {
  assert.equal(secretPattern({ pin: "12345" }), null);
  assert.equal(hideSecrets("12345 and abcdef", ["12345", "abcdef"]), "12345 and •••");
});
