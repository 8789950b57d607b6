import assert from "node:assert/strict";
import { test } from "node:test";
import { offered } from "./offered.ts";

const options = ["Orders", "Order returns", "Night report", "Newsletter"].map((label) => ({
  value: label.toLowerCase(),
  label,
}));
const labels = (first: string[], search: string) =>
  offered(options, first, search).map(({ label }) => label);

test("what is chosen comes first, and the rest keeps its order", () => {
  assert.deepEqual(labels(["newsletter", "gone"], ""), [
    ...["Newsletter", "Orders", "Order returns", "Night report"],
  ]);
});

test("a search finds every word, in any case and order", () => {
  assert.deepEqual(labels([], "ORD"), ["Orders", "Order returns"]);
  assert.deepEqual(labels(["order returns"], "ord"), ["Order returns", "Orders"]);
  assert.deepEqual(labels([], "returns  order "), ["Order returns"]);
  assert.deepEqual(labels([], "nothing"), []);
});
