import assert from "node:assert/strict";
import { test } from "node:test";
import { storable } from "./storable.ts";

test("what a database cannot keep is taken out of every text and key", () => {
  const given = { "a\0": ["x\0y", { deep: "\ud800" }, 1, null, true], fine: "ok \\u0000 🦄" };
  assert.deepEqual(storable(given), {
    a: ["xy", { deep: "\ufffd" }, 1, null, true],
    fine: "ok \\u0000 🦄",
  });
});

test("a value that can be kept is handed on as it is, and what is no plain data too", () => {
  const file = new Blob(["\0"]);
  const given = { list: ["a"], file, at: new Date(0) };
  assert.equal(storable(given), given);
});

test("a key that means something else in JavaScript stays a key", () => {
  const given = JSON.parse('{"__proto__": {"x": "\\u0000"}}');
  assert.deepEqual(Object.keys(storable(given) as object), ["__proto__"]);
});
