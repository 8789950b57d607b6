import assert from "node:assert/strict";
import { test } from "node:test";
import { type Field, isFieldShown } from "./fields.ts";
import { fields as restApi } from "./rest-api/fields.ts";

test("every condition must hold, however many there are", () => {
  const field: Field = {
    kind: "boolean",
    label: "Last",
    showWhen: {
      field: "a",
      in: [1],
      and: { field: "b", in: ["x"], and: { field: "c", in: [true] } },
    },
  };
  assert.equal(isFieldShown(field, { a: 1, b: "x", c: true }), true);
  assert.equal(isFieldShown(field, { a: 2, b: "x", c: true }), false);
  assert.equal(isFieldShown(field, { a: 1, b: "y", c: true }), false);
  assert.equal(isFieldShown(field, { a: 1, b: "x", c: false }), false);
  assert.equal(isFieldShown(field, { a: 1, b: "x" }), false);
});

test("a request without a body offers none, whatever was set up for another method", () => {
  const body = (method: string) =>
    Object.entries(restApi)
      .filter(([key]) => key.startsWith("body"))
      .filter(([, field]) => isFieldShown(field, { method, bodyType: "json" }))
      .map(([key]) => key);
  for (const method of ["GET", "HEAD"]) assert.deepEqual(body(method), [], method);
  for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
    assert.deepEqual(body(method), ["bodyType", "bodyJson"], method);
  }
});
