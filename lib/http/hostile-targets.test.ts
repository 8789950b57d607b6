import assert from "node:assert/strict";
import { before, test } from "node:test";
import { type HostileResult, tryHostileTargets } from "./hostile-targets.fixture.ts";

let result: HostileResult;
before(async () => {
  result = await tryHostileTargets();
});

test("every way to write, name, redirect to or rebind to what is not public is refused", () => {
  assert.deepEqual(
    result.outcomes.filter(({ code }) => code !== "egress_refused"),
    [],
  );
  assert.ok(new Set(result.outcomes.map(({ target }) => target)).size >= 40);
  for (const lane of ["address", "name", "redirect 302", "rebinding", "mail", "oauth token"]) {
    assert.ok(
      result.outcomes.some((outcome) => outcome.lane === lane),
      lane,
    );
  }
});

test("no listener was reached", () => {
  assert.equal(result.accepted, 0);
});

test("the same targets are reached exactly once when they are allowed", () => {
  assert.deepEqual(
    result.allowed.filter(({ reached }) => reached !== 1),
    [],
  );
  assert.ok(result.allowed.length > 20);
});
