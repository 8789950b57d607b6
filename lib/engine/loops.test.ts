import assert from "node:assert/strict";
import { test } from "node:test";
import { basicTypes, done, drawFlow, nodeType, runInMemory } from "./walk.fixture.ts";

const start = { type: "start" };
const echo = (value: unknown) => ({ type: "echo", config: { value } });
const each = (config: object) => ({ type: "each", config });

test("a branch runs for each item, in turn, and what its last steps left is collected", async () => {
  const run = runInMemory(
    drawFlow(
      {
        start,
        each: each({ items: ["a", "b", "c"] }),
        mark: echo("{{ loop.index }}{{ loop.item }}/{{ loop.count }}"),
        loud: echo("{{ nodes.mark }}!"),
        end: echo("{{ nodes.each[1].output }}"),
      },
      ["start -> each", "each.each -> mark", "mark -> loud", "each -> end"],
    ),
  );
  assert.equal((await run.outcome).output, "1b/3!");
  const collected = run.steps.findLast((step) => step.nodeId === "each")?.output;
  assert.deepEqual(collected, [
    { item: "a", ok: true, output: "0a/3!" },
    { item: "b", ok: true, output: "1b/3!" },
    { item: "c", ok: true, output: "2c/3!" },
  ]);
});

test("so many rounds at once, and no more", async () => {
  let underWay = 0;
  let most = 0;
  const types = {
    ...basicTypes,
    work: nodeType(async () => {
      most = Math.max(most, ++underWay);
      await new Promise(setImmediate);
      underWay -= 1;
      return done(null);
    }),
  };
  const run = runInMemory(
    drawFlow(
      { start, each: each({ items: [1, 2, 3, 4, 5, 6, 7], atOnce: 3 }), work: { type: "work" } },
      ["start -> each", "each.each -> work"],
    ),
    { types },
  );
  await run.outcome;
  assert.equal(most, 3);
});

test("loops within loops, merges within rounds, and nothing leaks out of a round", async () => {
  const run = runInMemory(
    drawFlow(
      {
        start,
        outer: each({ items: [1, 2], atOnce: 2 }),
        inner: each({ items: ["x", "y"], atOnce: 2 }),
        left: echo("{{ nodes.outer_item }}{{ loop.item }}l"),
        right: echo("{{ loop.item }}r"),
        outer_item: echo("{{ loop.item }}"),
        both: { type: "merge" },
        end: echo("{{ nodes.both | default: 'none' }}"),
      },
      [
        "start -> outer",
        "outer.each -> outer_item",
        "outer_item -> inner",
        "inner.each -> left",
        "inner.each -> right",
        "left -> both",
        "right -> both",
        "outer -> end",
      ],
    ),
  );
  const outcome = await run.outcome;
  const inners = run.steps.filter(
    ({ nodeId, state }) => nodeId === "inner" && state === "succeeded",
  );
  assert.deepEqual(
    // Both rounds of the outer loop run at once: either may end first.
    inners
      .map(({ output }) => output)
      .sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))),
    [1, 2].map((outer) =>
      ["x", "y"].map((item) => ({
        item,
        ok: true,
        output: { left: `${outer}${item}l`, right: `${item}r` },
      })),
    ),
  );
  assert.equal(outcome.state, "succeeded");
  assert.equal(outcome.output, "none");
});

test("a failing round ends the run, unless the loop is to go on", async () => {
  const types = {
    ...basicTypes,
    odd: nodeType(({ input }) => {
      if (input === 2) throw new Error("two");
      return done(input);
    }),
  };
  const flow = (keepGoing: boolean) =>
    drawFlow({ start, each: each({ items: [1, 2, 3], keepGoing }), odd: { type: "odd" } }, [
      "start -> each",
      "each.each -> odd",
    ]);
  assert.equal((await runInMemory(flow(false), { types }).outcome).state, "failed");
  const kept = runInMemory(flow(true), { types });
  const outcome = await kept.outcome;
  assert.equal(outcome.state, "succeeded");
  assert.deepEqual(
    (outcome.output as { ok: boolean }[]).map(({ ok }) => ok),
    [true, false, true],
  );
  const again = runInMemory(flow(true), { types, steps: kept.steps.slice(0, -1) });
  assert.deepEqual((await again.outcome).output, outcome.output);
});

test("a loop whose branch leads back to itself ends with a plain error", async () => {
  const run = runInMemory(
    drawFlow({ start, each: each({ items: [1] }), step: echo(1) }, [
      "start -> each",
      "each.each -> step",
      "step -> each",
    ]),
  );
  assert.equal((await run.outcome).error?.code, "activation_limit");
});

test("a round that waits keeps the loop open over a restart", async () => {
  const document = drawFlow(
    { start, each: each({ items: ["a", "b"] }), ask: { type: "ask" }, end: echo("over") },
    ["start -> each", "each.each -> ask", "each -> end"],
  );
  const first = runInMemory(document);
  assert.equal((await first.outcome).state, "waiting");
  const reply = (wait: { activationId: string; count: number }, text: string) => ({
    activationId: wait.activationId,
    count: wait.count,
    resumption: { kind: "reply" as const, state: {}, reply: { text, value: null, at: "" } },
  });
  const [one] = first.waits;
  assert.ok(one);
  const second = runInMemory(document, { steps: first.steps, consumed: [reply(one, "A")] });
  assert.equal((await second.outcome).state, "waiting");
  const [two] = second.waits;
  assert.ok(two);
  assert.notEqual(two.activationId, one.activationId);
  const steps = [...first.steps, ...second.steps];
  const newest = [...new Map(steps.map((step) => [step.activationId, step])).values()];
  const third = runInMemory(document, {
    steps: newest,
    consumed: [reply(one, "A"), reply(two, "B")],
  });
  assert.equal((await third.outcome).output, "over");
  assert.deepEqual(third.steps.find((step) => step.nodeId === "each")?.output, [
    { item: "a", ok: true, output: "A" },
    { item: "b", ok: true, output: "B" },
  ]);
});
