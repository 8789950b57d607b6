import assert from "node:assert/strict";
import { test } from "node:test";
import { actsOutside } from "./acts-outside.ts";
import { definitionOf } from "./catalog.ts";

const acts = (type: string) => {
  const definition = definitionOf(type);
  assert.ok(definition, type);
  return actsOutside(definition);
};

test("requests and messages act outside; what decides, calculates or waits does not", () => {
  for (const type of ["rest-api", "send-message", "ask-question", "hand-over"]) {
    assert.equal(acts(type), true, type);
  }
  const inside = ["condition", "set-variables", "merge", "delay", "for-each", "stop", "time"];
  for (const type of [...inside, "respond", "wait-for-callback", "manual-trigger"]) {
    assert.equal(acts(type), false, type);
  }
});
