import assert from "node:assert/strict";
import { test } from "node:test";
import type { Json } from "#lib/flow/json.ts";
import { definitionOf } from "#lib/nodes/catalog.ts";
import { namedInput } from "./named-input.ts";

function named(type: string, input: Json) {
  const definition = definitionOf(type);
  assert.ok(definition);
  return namedInput(definition, input)?.map((each) => [
    each.label,
    each.kind === "words" ? each.text : each.value,
  ]);
}

test("what a step was given is told by the names of its settings, hidden and empty ones left out", () => {
  const given = {
    question: "Which colour, Ada?",
    answerType: "choice",
    choices: [
      { label: "Red", value: "#f00" },
      { label: "Blue", value: "" },
    ],
    minimum: 3,
    invalidMessage: "",
    remember: true,
    saveTo: "colour",
    maxRetries: 2,
  };
  assert.deepEqual(named("ask-question", given), [
    ["Question", "Which colour, Ada?"],
    ["Answer", "Choice"],
    ["Choices, choice 1: Label", "Red"],
    ["Choices, choice 1: Value", "#f00"],
    ["Choices, choice 2: Label", "Blue"],
    ["Save answer as", "colour"],
    ["Remember for this contact", "On"],
    ["Ask again at most", "2 times"],
  ]);
});

test("what words do not do for can be opened, and long texts are cut", () => {
  const when = { match: "all", rules: [{ left: "a", operator: "equals", right: "b" }] };
  const branches = [{ id: "b1", name: "Gold", when }];
  const shown = named("condition", { branches });
  assert.deepEqual(shown?.[0], ["Branches, branch 1: Name", "Gold"]);
  assert.deepEqual(shown?.[1]?.[1], when);
  const [text] = named("send-message", { text: "x".repeat(5_000) }) ?? [];
  assert.equal(text?.[1]?.toString().length, 2_001);
});

test("what is no settings stays as it was recorded", () => {
  assert.equal(named("send-message", "… (900,000 characters)"), undefined);
  assert.equal(named("webhook-trigger", { body: {} }), undefined);
});
