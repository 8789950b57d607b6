import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readAddress, writeAddress } from "./read-address.ts";

const defaults = { search: "", state: "all" };
const choices = { state: ["all", "live"] };

test("what is written is read again, and the defaults leave no trace", () => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 60, unit: "grapheme" }),
      fc.constantFrom("all", "live"),
      (search, state) => {
        const text = writeAddress(new URLSearchParams("tab=2"), { search, state }, defaults);
        assert.deepEqual(readAddress(new URLSearchParams(text), defaults, choices), {
          search,
          state,
        });
        assert.equal(text.includes("state="), state !== "all");
        assert.match(text, /^tab=2/);
      },
    ),
  );
});

test("the same values are the same address, whichever was there first", () => {
  const values = { search: "a", state: "live" };
  for (const query of ["state=live&search=b", "search=b&state=all", ""]) {
    assert.equal(writeAddress(new URLSearchParams(query), values, defaults), "search=a&state=live");
  }
});

test("a value that is no choice, and one that is far too long, is as good as none", () => {
  const query = new URLSearchParams({ state: "gone", search: "x".repeat(201) });
  assert.deepEqual(readAddress(query, defaults, choices), defaults);
});

test("names that the list does not know are not read", () => {
  const query = new URLSearchParams("__proto__=x&role=owner&search=a");
  assert.deepEqual(readAddress(query, defaults, choices), { search: "a", state: "all" });
});
