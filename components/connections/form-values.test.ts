import assert from "node:assert/strict";
import { test } from "node:test";
import { connectionKindOf } from "#lib/connections/kinds.ts";
import { dayOf, endOf, startingValues } from "./form-values.ts";

test("a new form starts with what its kind says, and without secrets", () => {
  const values = startingValues(connectionKindOf("smtp"), null);
  assert.deepEqual([values.security, values.port, values.password], ["starttls", "587", ""]);
});

test("a day stays the same day, whatever the zone", () => {
  for (const day of ["2026-03-01", "2026-12-31", "2027-03-28"])
    assert.equal(dayOf(endOf(day)), day);
  assert.equal(endOf(""), null);
  assert.equal(dayOf(null), "");
});
