import assert from "node:assert/strict";
import { test } from "node:test";
import { basic } from "#lib/connections/kinds/basic/definition.ts";
import { givenValues } from "./given-values.ts";

const { fields } = basic;

test("a stored secret stays unless a new one, or none, is asked for", () => {
  const password = (value: string, emptied: string[]) =>
    givenValues(fields, { username: "ada", password: value }, new Set(emptied)).password;
  assert.equal(password("", []), undefined);
  assert.equal(password("new", []), "new");
  assert.equal(password("new", ["password"]), "");
});

test("settings that are not secret are sent empty, and unknown ones not at all", () => {
  const given = givenValues(fields, { username: "", other: "x" }, new Set());
  assert.equal(given.username, "");
  assert.equal("other" in given, false);
});

test("a new connection sends everything", () => {
  assert.equal(givenValues(fields, { username: "ada" }, null).password, "");
});
