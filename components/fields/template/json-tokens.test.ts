import assert from "node:assert/strict";
import { test } from "node:test";
import { jsonTokens } from "./json-tokens.ts";

const shown = (text: string) =>
  jsonTokens(text).map(({ from, to, look }) => [look, text.slice(from, to)]);

test("keys, texts, numbers and words are told apart; insertions are left alone", () => {
  assert.deepEqual(shown('{"a": "x {{ vars.b }} y", "n": -1.5e3, "t": [true, {{ vars.c }}]}'), [
    ["key", '"a"'],
    ["text", '"x {{ vars.b }} y"'],
    ["key", '"n"'],
    ["number", "-1.5e3"],
    ["key", '"t"'],
    ["word", "true"],
  ]);
});

test("an unfinished text colours up to its line's end", () => {
  assert.deepEqual(shown('"abc\n12'), [
    ["text", '"abc'],
    ["number", "12"],
  ]);
});
