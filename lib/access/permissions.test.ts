import assert from "node:assert/strict";
import { it } from "node:test";
import { isPatchbayError } from "#lib/errors/patchbay-error.ts";
import { role } from "./contract.ts";
import { isPermitted, type Permission, requirePermission } from "./permissions.ts";

/** Written by hand: who may do what. A new permission has to be added here before it compiles. */
const expected: Record<Permission, string> = {
  "flows.read": "owner admin editor operator viewer",
  "flows.edit": "owner admin editor",
  "flows.test": "owner admin editor",
  "flows.publish": "owner admin editor",
  "flows.delete": "owner admin editor",
  "flows.grant": "owner admin",
  "runs.read": "owner admin editor operator viewer",
  "runs.start": "owner admin editor",
  "runs.cancel": "owner admin editor operator",
  "runs.operate": "owner admin operator",
  "conversations.read": "owner admin editor operator viewer",
  "conversations.answer": "owner admin editor operator",
  "conversations.relay": "owner admin editor operator",
  "connections.list": "owner admin editor operator viewer",
  "connections.manage": "owner admin",
  "audit.read": "owner admin",
  "people.list": "owner admin editor operator viewer",
  "people.manage": "owner admin",
  "keys.create": "owner admin editor operator",
  "keys.manage": "owner admin",
  "workspace.manage": "owner admin",
  "workspace.create": "owner admin",
  "workspace.transfer": "owner",
  "account.self": "owner admin editor operator viewer",
};

for (const [permission, roles] of Object.entries(expected)) {
  it(`${permission} is for ${roles}`, () => {
    for (const who of role.options) {
      const named = permission as Permission; /* a key of `expected` */
      const may = roles.split(" ").includes(who);
      assert.equal(isPermitted(who, named), may, who);
      if (may) assert.doesNotThrow(() => requirePermission({ role: who }, named));
      else {
        assert.throws(
          () => requirePermission({ role: who }, named),
          (error) => isPatchbayError(error) && error.code === "not_permitted",
        );
      }
    }
  });
}
