import assert from "node:assert/strict";
import { test } from "node:test";
import { tryAction } from "./try-action.ts";

test("what the action answers is handed on", async () => {
  const refusal = { ok: false, error: { code: "account_locked", message: "Wait." } } as const;
  assert.deepEqual(await tryAction(async () => ({ ok: true, value: 7 })), { ok: true, value: 7 });
  assert.deepEqual(await tryAction(async () => refusal), refusal);
});

test("a server that cannot be reached becomes an error with a next step", async () => {
  const result = await tryAction(() => Promise.reject(new TypeError("Failed to fetch")));
  assert.equal(result.ok, false);
  assert.equal(result.ok === false && result.error.code, "offline");
  assert.match((result.ok === false && result.error.next) || "", /try again/);
});
