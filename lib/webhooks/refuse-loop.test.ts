import assert from "node:assert/strict";
import { test } from "node:test";
import { hopsOf } from "#lib/engine/hops.ts";
import type { Json } from "#lib/flow/json.ts";
import { refuseLoop } from "./refuse-loop.ts";

test("five flows may hand on to one another, a sixth may not", () => {
  for (const header of [undefined, "", "no number", "1", "5", ["1", "2"]]) {
    assert.doesNotThrow(() => refuseLoop(header));
  }
  for (const header of ["6", "100"]) {
    assert.throws(() => refuseLoop(header), { code: "too_many_hops", message: /in a circle/ });
  }
});

test("a run knows from its trigger how many flows there were before it", () => {
  assert.equal(hopsOf({ headers: { "patchbay-hops": "3" }, body: {} }), 3);
  const others: Json[] = [
    null,
    "x",
    [],
    {},
    { headers: [] },
    { headers: { "patchbay-hops": "-1" } },
  ];
  for (const trigger of others) assert.equal(hopsOf(trigger), 0);
});
