import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe, it } from "node:test";
import fc from "fast-check";
import { createCallbackAddresses } from "./callback-addresses.ts";

const key = randomBytes(32);
const addresses = createCallbackAddresses(key);
const waitIds = fc.stringMatching(/^[A-Za-z0-9_:-]{1,60}$/);
const tokenOf = (waitId: string): string => addresses.pathOf(waitId).slice("/callbacks/".length);

describe("callback addresses", () => {
  it("lead back to their wait, on every replica with the key", () => {
    const replica = createCallbackAddresses(Buffer.from(key));
    fc.assert(
      fc.property(waitIds, (waitId) => {
        assert.match(addresses.pathOf(waitId), /^\/callbacks\/[\w:.-]+$/);
        assert.equal(replica.waitOf(tokenOf(waitId)), waitId);
      }),
    );
  });

  it("cannot be changed by a single character", () => {
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const token = tokenOf("wait-1");
    for (let at = 0; at < token.length; at++) {
      for (const sign of alphabet) {
        if (token[at] === sign) continue;
        const other = token.slice(0, at) + sign + token.slice(at + 1);
        assert.equal(addresses.waitOf(other), null, other);
      }
    }
  });

  it("are worth nothing under another key, for another wait, or in another shape", () => {
    const token = tokenOf("wait-1");
    const [, signature = ""] = token.split(".");
    assert.equal(createCallbackAddresses(randomBytes(32)).waitOf(token), null);
    assert.equal(addresses.waitOf(`wait-2.${signature}`), null);
    for (const odd of ["", ".", "wait-1", "wait-1.", `.${signature}`, `${token}=`, `${token}\n`]) {
      assert.equal(addresses.waitOf(odd), null, odd);
    }
    fc.assert(fc.property(fc.string(), (text) => assert.equal(addresses.waitOf(text), null)));
  });

  it("are made only of ids that fit into an address", () => {
    for (const odd of ["", "a/b", "a.b", "é", "a".repeat(201)]) {
      assert.throws(() => addresses.pathOf(odd), /cannot be part/);
    }
  });
});
