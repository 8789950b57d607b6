import assert from "node:assert/strict";
import { test } from "node:test";
import type { ConnectionKind } from "#lib/connections/kinds/kind.ts";
import { connectionKindOf } from "#lib/connections/kinds.ts";
import { suggestedHost, wouldGoAnywhere } from "./any-host.ts";
import { startingValues } from "./form-values.ts";

function formOf(id: string, filled: { [key: string]: string } = {}) {
  const kind = connectionKindOf(id) as ConnectionKind; // known ones only
  return [kind, { ...startingValues(kind, null), ...filled }] as const;
}

test("a credential without hosts and without a test address goes anywhere", () => {
  for (const id of ["bearer", "basic", "api-key-header", "api-key-query", "custom-headers"]) {
    assert.equal(wouldGoAnywhere(...formOf(id)), true, id);
    assert.equal(wouldGoAnywhere(...formOf(id, { allowedHosts: "api.example.com" })), false, id);
    const testUrl = "https://api.example.com/me";
    assert.equal(wouldGoAnywhere(...formOf(id, { testUrl })), false, id);
  }
  for (const id of ["signing-secret", "openai", "google", "microsoft", "smtp", "zapier"])
    assert.equal(wouldGoAnywhere(...formOf(id)), false, id);
});

test("the host of an address that is there is suggested, whole or not", () => {
  const hostIn = (testUrl: string) => suggestedHost(...formOf("bearer", { testUrl }));
  assert.equal(hostIn("api.example.com/v1/me"), "api.example.com");
  assert.equal(hostIn("https://api.example.com:8443/me"), "api.example.com:8443");
  for (const none of ["", "a", "https://", "not an address"]) assert.equal(hostIn(none), undefined);
});
