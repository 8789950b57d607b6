import assert from "node:assert/strict";
import { it } from "node:test";
import { inspect } from "node:util";
import { plainCause } from "./plain-cause.ts";

it("plain cause: says what went wrong and carries nothing along", () => {
  const answer = { access_token: "a-token-that-nobody-may-see" };
  const inner = Object.assign(new TypeError("no type", { cause: answer }), { body: answer });
  const error = Object.assign(new Error("bad answer", { cause: inner }), { code: "INVALID" });
  const plain = plainCause(error);
  assert.equal(plain.message, "Error: bad answer (INVALID); TypeError: no type");
  assert.match(plain.stack ?? "", /plain-cause\.test\.ts/);
  assert.doesNotMatch(inspect(plain, { depth: 9, showHidden: true }), /a-token-that/);
  assert.match(plainCause("odd").message, /no error/);
});
