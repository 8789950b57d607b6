import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import { compileAddressTemplate } from "./compile-address-template.ts";

const fill = (address: string, x: unknown) => compileAddressTemplate(address).render({ x });
const refuses = (address: string, x: unknown) =>
  assert.throws(
    () => fill(address, x),
    (error) => isPatchbayError(error) && error.code === "unsafe_address",
    `${address} with ${JSON.stringify(x)}`,
  );

describe("values within an address", () => {
  it("stay one part of the path, the query or the fragment", () => {
    const path = "https://api.example.com/orders/{{ x }}";
    assert.equal(fill(path, 7), "https://api.example.com/orders/7");
    assert.equal(fill(path, "a b/ü"), "https://api.example.com/orders/a%20b%2F%C3%BC");
    assert.equal(fill(path, "a?admin=1#"), "https://api.example.com/orders/a%3Fadmin%3D1%23");
    assert.equal(fill(path, "%2e%2e"), "https://api.example.com/orders/%252e%252e");
    assert.equal(fill(path, "..%2Fother"), "https://api.example.com/orders/..%252Fother");
    assert.equal(
      fill("https://a.example/?q={{ x }}#{{ x }}", "1&b=../2"),
      ["https://a.example/?q=1%26b%3D..%2F2#1%26b%3D..%2F2"].join(),
    );
    assert.equal(fill("https://a.example/{{ x | url_encode }}", "a/b"), "https://a.example/a%2Fb");
  });

  it("lead neither up nor nowhere", () => {
    for (const value of ["..", ".", "../other", "a/..", "..\\other", "a/./b"]) {
      refuses("https://a.example/orders/{{ x }}", value);
      refuses("https://a.example/orders/{{ x | raw }}/lines", value);
      refuses("https://a.example/orders/{{ x | url_encode }}", value);
    }
    refuses("https://a.example/a/.{{ x }}/b", ".");
    refuses("https://a.example/a/{{ x }}{{ x }}/b", ".");
    refuses("https://a.example/a/%2e{{ x }}", "");
    assert.equal(fill("https://a.example/a/../{{ x }}", "b"), "https://a.example/a/../b");
    assert.equal(fill("https://a.example/v{{ x }}", "1.."), "https://a.example/v1..");
  });

  it("are only part of a name within the host", () => {
    assert.equal(fill("https://{{ x }}.example.com/a", "shop-1"), "https://shop-1.example.com/a");
    assert.equal(fill("https://{{ x }}/a", "localhost:8080"), "https://localhost:8080/a");
    for (const value of [
      "",
      "evil.example/",
      "evil.example?",
      "e#",
      "a@evil.example",
      "e\\",
      " ",
    ]) {
      refuses("https://{{ x }}.example.com/a", value);
      refuses("https://api.example.com{{ x }}", value);
      refuses("https:{{ x }}/a", value);
      refuses("\t https:/\n/{{ x }}.example.com/a", value);
    }
  });

  it("may be a path of several parts when the author says so", () => {
    assert.equal(fill("https://a.example/{{ x | raw }}", "b/c?d=1"), "https://a.example/b/c?d=1");
    assert.equal(fill("https://a.example{{ x | raw }}", "/b/c"), "https://a.example/b/c");
    refuses("https://a.example{{ x | raw }}", ".evil.example/");
    refuses("https://a.example{{ x | raw }}", "@evil.example/");
  });

  it("at the beginning bring the address along", () => {
    const link = "https://a.example/b/../c?d=1#e";
    assert.equal(fill("{{ x }}", link), link);
    assert.equal(fill(" {{ x }}/orders", "https://a.example/v1"), "https://a.example/v1/orders");
    assert.equal(
      fill("{{ x }}/orders/{{ 'a/b' }}", "https://a.example"),
      "https://a.example/orders/a%2Fb",
    );
    refuses("{{ x }}{{ '@evil.example' }}", " https://a.example");
  });

  it("never change the address's structure, whatever they hold", () => {
    const shape = (address: string) => {
      const url = new URL(address);
      return [url.origin, url.username, url.pathname.split("/").length, url.searchParams.size];
    };
    const address = "https://api.example.com/v1/{{ x }}/lines-{{ x }}?a={{ x }}&b=2";
    const expected = shape(fill(address, "plain"));
    const risky = fc
      .array(
        fc.constantFrom(".", "/", "\\", "%2e", "%2F", "?", "#", "@", "&", "=", "\t", "\n", " "),
      )
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.oneof(risky, fc.string({ unit: "binary" }), fc.webUrl()), (value) => {
        let filled: string;
        try {
          filled = fill(address, value);
        } catch (error) {
          assert.ok(isPatchbayError(error) && error.code === "unsafe_address", String(error));
          return;
        }
        assert.deepEqual(shape(filled), expected);
      }),
      { numRuns: 1_000 },
    );
  });
});
