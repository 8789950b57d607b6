import assert from "node:assert/strict";
import { test } from "node:test";
import { addSavedValue } from "./add-saved-value.ts";

const root = "nodes.call";

test("a value is saved under its own name, each under one of its own, and only once", () => {
  const first = addSavedValue(undefined, "nodes.call.body.id", root);
  assert.deepEqual(first, { rows: [{ name: "id", path: "body.id" }], name: "id", isNew: true });
  const second = addSavedValue(first?.rows, "nodes.call.body.customer.id", root);
  assert.deepEqual(second?.rows.at(-1), { name: "id_2", path: "body.customer.id" });
  assert.deepEqual(addSavedValue(second?.rows, "nodes.call.body.id", root)?.isNew, false);
});

test("names are such as variables can have", () => {
  const named = (path: string) => addSavedValue([], `${root}${path}`, root)?.name;
  assert.equal(named(".body.items[0].order-id"), "order_id");
  assert.equal(named('.body["first name"]'), "first_name");
  assert.equal(named(".body[0]"), "body");
  assert.equal(named(".body.2fa"), "fa");
  assert.equal(named(".body.constructor"), "value");
  assert.equal(named(`.${"x".repeat(60)}`)?.length, 40);
  assert.equal(addSavedValue([], root, root), undefined);
});
