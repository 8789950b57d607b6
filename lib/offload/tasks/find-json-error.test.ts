import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { findJsonError } from "./find-json-error.ts";

test("names the first token that cannot stand there", () => {
  const table: [string, number][] = [
    ["", 0],
    ["<html>", 0],
    ["[1,]", 3],
    ['{"a":1,}', 7],
    ['{"a" 1}', 1],
    ["[1 2]", 3],
    ["[1]]", 3],
    ['{"a":tru}', 5],
    ['["a\nb"]', 1],
    ["[1,", 3],
  ];
  for (const [text, at] of table) assert.equal(findJsonError(text), at, text);
});

test("an inserted character is found at or before its place, valid text never", () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), (text, seed) => {
      const at = seed % (text.length + 1);
      const broken = `${text.slice(0, at)}\u0001${text.slice(at)}`;
      return findJsonError(broken) <= at && findJsonError(text) === text.trimEnd().length;
    }),
  );
});

test("a long broken string costs no stack", () => {
  assert.equal(findJsonError(`["${"\\n".repeat(2_000_000)}`), 1);
});
