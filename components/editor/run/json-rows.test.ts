import assert from "node:assert/strict";
import { test } from "node:test";
import type { Json } from "#lib/flow/json.ts";
import { jsonRows, openAtFirst, pageSize } from "./json-rows.ts";

const closed = { open: new Set<string>(), shown: new Map<string, number>() };

test("shows what is open, with paths as templates write them", () => {
  const value = { body: { "first name": "Ada", tags: ["a", "b"] }, status: 200 };
  const open = new Set(["nodes.call.body", "nodes.call.body.tags"]);
  const rows = jsonRows("nodes.call", value, { ...closed, open });
  assert.deepEqual(
    rows.map((row) => [row.path, row.depth]),
    [
      ["nodes.call.body", 0],
      ['nodes.call.body["first name"]', 1],
      ["nodes.call.body.tags", 1],
      ["nodes.call.body.tags[0]", 2],
      ["nodes.call.body.tags[1]", 2],
      ["nodes.call.status", 0],
    ],
  );
});

test("a value without entries is a row of its own", () => {
  const [row] = jsonRows("output", "hello", closed);
  assert.ok(row?.kind === "value" && row.preview === '"hello"' && !row.expandable);
  assert.equal(jsonRows("output", {}, closed).length, 1);
});

test("a list of a hundred thousand is shown by the page", () => {
  const value: Json = Array.from({ length: 100_000 }, (_, index) => index);
  const rows = jsonRows("output", value, closed);
  assert.equal(rows.length, pageSize + 1);
  const more = rows.at(-1);
  assert.ok(more?.kind === "more" && more.hidden === 100_000 - pageSize);
  const further = jsonRows("output", value, { ...closed, shown: new Map([["output", 250]]) });
  assert.equal(further.length, 251);
});

test("small answers are open at first, large parts of them are not", () => {
  const open = openAtFirst("output", {
    body: { id: 1, big: Array.from({ length: 500 }, () => 0) },
  });
  assert.ok(open.has("output.body"));
  assert.ok(!open.has("output.body.big"));
});
