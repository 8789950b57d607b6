import assert from "node:assert/strict";
import { test } from "node:test";
import type { ListField } from "#lib/nodes/fields.ts";
import { moveItem, newItem } from "./list-items.ts";

test("two new entries never share an id or a nested value", () => {
  const field: ListField = {
    kind: "list",
    label: "Branches",
    itemLabel: "branch",
    item: {},
    newItem: { id: "", when: { rules: [] } },
  };
  const [one, two] = [newItem(field), newItem(field)];
  assert.notEqual(one.id, two.id);
  assert.notEqual(one.when, two.when);
  assert.match(String(one.id), /^[A-Za-z0-9_-]{1,40}$/);
});

test("entries move within the list and not out of it", () => {
  assert.deepEqual(moveItem(["a", "b", "c"], 2, 0), ["c", "a", "b"]);
  assert.deepEqual(moveItem(["a", "b"], 0, -1), ["a", "b"]);
  assert.deepEqual(moveItem(["a", "b"], 1, 2), ["a", "b"]);
});
