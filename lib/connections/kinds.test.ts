import assert from "node:assert/strict";
import { test } from "node:test";
import { httpKindIds } from "./http-kinds.ts";
import { kindServerOf } from "./kind-servers.ts";
import { connectionKindOf, connectionKinds } from "./kinds.ts";

test("every kind has both halves, and agrees with itself", () => {
  assert.equal(new Set(connectionKinds.map(({ id }) => id)).size, connectionKinds.length);
  for (const kind of connectionKinds) {
    const server = kindServerOf(kind.id);
    assert.ok(server, `${kind.id} has no server half`);
    assert.equal(server.authorise !== undefined, kind.http || kind.group === "hooks", kind.id);
    assert.equal(connectionKindOf(kind.id), kind);
    assert.ok(
      kind.fields.some(({ secret }) => secret),
      `${kind.id} keeps no secret`,
    );
    const keys = kind.fields.map(({ key }) => key);
    assert.equal(new Set(keys).size, keys.length, kind.id);
    assert.equal(kind.test === "address", keys.includes("testUrl") && kind.test !== "itself");
    for (const field of kind.fields) {
      assert.ok(field.help.length > 10, `${kind.id}.${field.key} has no help`);
      if (field.input === "select") assert.ok(field.options, field.key);
      assert.ok(!(field.secret && field.input === "text"), `${field.key} would be shown`);
    }
  }
  assert.equal(kindServerOf("constructor"), undefined);
});

test("the kinds for web requests are named once more, for the editor", () => {
  const ids = connectionKinds.filter(({ http }) => http).map(({ id }) => id);
  assert.deepEqual(httpKindIds, ids);
});
