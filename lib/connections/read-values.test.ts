import assert from "node:assert/strict";
import { test } from "node:test";
import { basic } from "./kinds/basic/definition.ts";
import { bearer } from "./kinds/bearer/definition.ts";
import { readValues } from "./read-values.ts";

const before = readValues(basic, { username: "ada", password: "an-old-password" });

test("a secret that is left out stays", () => {
  assert.equal(readValues(basic, { username: "eve" }, before).secrets.password, "an-old-password");
});

test("an optional secret can be emptied, a required one cannot", () => {
  assert.equal(readValues(basic, { password: "" }, before).secrets.password, "");
  const token = readValues(bearer, { token: "an-old-token" });
  assert.equal(readValues(bearer, { token: "" }, token).secrets.token, "an-old-token");
});
