import assert from "node:assert/strict";
import { test } from "node:test";
import { doneOf, executeNode } from "../testing/context.ts";
import { definition } from "./definition.ts";
import { execute } from "./execute.ts";

const run = (config: object, context = {}) =>
  executeNode(definition, execute, { ...definition.defaults, ...config }, context);

test("lists, JSON texts of lists and objects are gone through", async () => {
  for (const [list, items] of [
    [
      [1, "b", null],
      [1, "b", null],
    ],
    ['["x"]', ["x"]],
    [{ a: 1 }, [{ key: "a", value: 1 }]],
    ["[]", []],
  ] as const) {
    const execution = await run({ list });
    assert.equal(execution.kind, "each");
    assert.deepEqual(execution.kind === "each" && execution.items, items);
  }
});

test("how many at once, and what happens when one fails, is the flow's choice", async () => {
  const plain = await run({ list: [1] });
  assert.deepEqual(plain, { kind: "each", port: "each", items: [1], atOnce: 1, keepGoing: false });
  const wide = await run({ list: [1], mode: "at-once", atOnce: 7, whenOneFails: "go-on" });
  assert.deepEqual(wide, { kind: "each", port: "each", items: [1], atOnce: 7, keepGoing: true });
});

test("what the rounds left comes out in the order of the items", async () => {
  const collected = [
    { ok: true, output: "a" },
    { ok: false, output: { error: { message: "No such order." } } },
  ];
  const { output } = await doneOf(run({ list: [1, 2] }, { collected }));
  assert.deepEqual(output, {
    items: ["a", { error: { message: "No such order." } }],
    count: 2,
    failed: 1,
    errors: [{ index: 1, message: "No such order." }],
  });
});

test("what is no list says so, with what it got", async () => {
  await assert.rejects(run({ list: "some words" }), {
    code: "invalid_value",
    message: /some words/,
  });
  await assert.rejects(run({ list: null }), { message: /nothing/ });
  await assert.rejects(run({ list: 42 }), { message: /42/ });
});
