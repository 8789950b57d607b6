import assert from "node:assert/strict";
import { test } from "node:test";
import { difference } from "./difference.ts";

test("what changed is shown value by value, what stayed is left out", () => {
  const before = {
    name: "Shop",
    settings: { testUrl: "https://a", allowedHosts: "a" },
    tags: ["x"],
  };
  const after = {
    name: "Shop",
    settings: { testUrl: "https://b", allowedHosts: "a" },
    tags: ["x", "y"],
    secretReplaced: true,
  };
  assert.deepEqual(difference(before, after), [
    { field: "Settings › Test url", before: "https://a", after: "https://b" },
    { field: "Tags", before: "x", after: "x, y" },
    { field: "Secret replaced", before: null, after: "yes" },
  ]);
});

test("one side alone, nothing at all and odd shapes", () => {
  assert.deepEqual(difference(null, { role: "admin" }), [
    { field: "Role", before: null, after: "admin" },
  ]);
  assert.deepEqual(difference({ role: "admin" }, null), [
    { field: "Role", before: "admin", after: null },
  ]);
  assert.deepEqual(difference(null, null), []);
  assert.deepEqual(difference("a", 2), [{ field: "Value", before: "a", after: "2" }]);
  assert.equal(difference(null, { text: "x".repeat(5_000) })[0]?.after?.length, 501);
});
