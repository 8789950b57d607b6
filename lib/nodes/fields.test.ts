import assert from "node:assert/strict";
import { test } from "node:test";
import { isShown } from "#lib/flow/is-shown.ts";
import { fields as restApi } from "./rest-api/fields.ts";

test("a request without a body offers none, whatever was set up for another method", () => {
  const body = (method: string) =>
    Object.entries(restApi)
      .filter(([key]) => key.startsWith("body"))
      .filter(([, field]) => isShown(field.showWhen, restApi, { method, bodyType: "json" }))
      .map(([key]) => key);
  for (const method of ["GET", "HEAD"]) assert.deepEqual(body(method), [], method);
  for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
    assert.deepEqual(body(method), ["bodyType", "bodyJson"], method);
  }
});
