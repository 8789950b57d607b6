import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { chosenScopes, otherScopes, withScopes } from "./scopes.ts";

const known = ["Mail.Send", "User.Read"];

describe("scopes", () => {
  it("come apart into those that have a box and those that were typed", () => {
    const value = "User.Read  Chat.Read Sites.Read.All";
    assert.deepEqual(chosenScopes(known, value), ["User.Read"]);
    assert.equal(otherScopes(known, value), "Chat.Read Sites.Read.All");
  });

  it("go together again, each of them once", () => {
    assert.equal(withScopes(["User.Read"], " User.Read Chat.Read "), "User.Read Chat.Read");
    assert.equal(withScopes([], ""), "");
  });
});
