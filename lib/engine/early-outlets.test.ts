import assert from "node:assert/strict";
import { test } from "node:test";
import { basicTypes, done, drawFlow, nodeType, runInMemory } from "./walk.fixture.ts";

const start = { type: "start" };
const echo = (value: unknown) => ({ type: "echo", config: { value } });

const types = {
  ...basicTypes,
  link: nodeType(({ resumed, callbackUrl }) =>
    resumed === undefined
      ? {
          kind: "wait",
          wait: { kind: "callback", state: {}, expiresAt: new Date(5_000) },
          early: { port: "link", output: { url: callbackUrl() } },
        }
      : done(resumed.kind === "callback" ? resumed.request.body : resumed.kind),
  ),
};

test("an outlet opens beside a wait, once, and the wait goes on by another", async () => {
  const document = drawFlow(
    {
      start,
      link: { type: "link" },
      told: echo("{{ nodes.link.url }}"),
      ask: { type: "ask" },
      end: echo("{{ nodes.link }}"),
    },
    ["start -> link", "link.link -> told", "told -> ask", "link -> end"],
  );
  const first = runInMemory(document, { types });
  assert.equal((await first.outcome).state, "waiting");
  const wait = first.waits.find(({ kind }) => kind === "callback");
  assert.ok(wait);
  assert.equal(wait.expiresAt, 5_000);
  const told = first.steps.find(({ nodeId }) => nodeId === "told");
  assert.equal(told?.output, `https://example.com/callbacks/${wait.activationId}.1`);
  assert.deepEqual(told?.parents, [wait.activationId]);

  const request = { method: "POST", query: {}, headers: {}, body: "thanks", receivedAt: "" };
  const second = runInMemory(document, {
    types,
    steps: first.steps,
    consumed: [
      {
        activationId: wait.activationId,
        count: wait.count,
        resumption: { kind: "callback", state: {}, request },
      },
    ],
  });
  // The question that hangs on the early outlet is still open.
  assert.equal((await second.outcome).state, "waiting");
  assert.deepEqual(
    second.steps.map(({ nodeId, output }) => [nodeId, output]),
    [
      ["link", "thanks"],
      ["end", "thanks"],
    ],
  );
  assert.equal(second.steps[0]?.early?.port, "link");
});

test("a slow step opens its outlet in a chat, and goes on by its own when it is done", async () => {
  const release = Promise.withResolvers<void>();
  const told: string[] = [];
  const slowTypes = {
    ...basicTypes,
    work: nodeType(async () => {
      await release.promise;
      return done("worked");
    }),
    tell: nodeType(({ config }) => {
      told.push(String(config.value));
      release.resolve();
      return done(null);
    }),
  };
  const document = drawFlow(
    {
      start,
      work: { type: "work", slowAfterMs: 500 },
      wait: { type: "tell", config: { value: "one moment" } },
      end: echo("{{ nodes.work }}"),
    },
    ["start -> work", "work.slow -> wait", "work -> end"],
  );
  const run = runInMemory(document, { types: slowTypes, host: { hasChat: true } });
  assert.equal((await run.outcome).state, "succeeded");
  assert.deepEqual(told, ["one moment"]);
  assert.ok(run.steps.some(({ nodeId, output }) => nodeId === "end" && output === "worked"));
  assert.deepEqual(run.begun[0]?.early, { port: "slow", output: null });

  // Cut off while it worked: what was said is not said again.
  const [trigger] = run.steps;
  const begun = run.begun[0];
  const said = run.steps.find(({ nodeId }) => nodeId === "wait");
  assert.ok(trigger && begun && said);
  const again = runInMemory(document, {
    types: slowTypes,
    steps: [trigger, begun, said],
    host: { hasChat: true },
  });
  await again.outcome;
  assert.deepEqual(told, ["one moment"]);
});

test("a step may end the run, whatever other branches do", async () => {
  const never = Promise.withResolvers<void>();
  const stopTypes = {
    ...basicTypes,
    stop: nodeType(() => ({ kind: "done", output: "enough", stop: true })),
    hang: nodeType(() => never.promise.then(() => done(null))),
  };
  const document = drawFlow(
    { start, stop: { type: "stop" }, hang: { type: "hang" }, after: echo("no") },
    ["start -> stop", "start -> hang", "stop -> after"],
  );
  const run = runInMemory(document, { types: stopTypes });
  const outcome = await run.outcome;
  assert.equal(outcome.state, "succeeded");
  assert.equal(outcome.output, "enough");
  assert.equal(outcome.error, null);
  assert.ok(!run.steps.some(({ nodeId }) => nodeId === "after"));
});

test("a step that fails goes on with its default output, when it has one", async () => {
  const failing = { ...basicTypes, bad: nodeType(() => Promise.reject(new Error("no"))) };
  const document = drawFlow(
    {
      start,
      bad: { type: "bad", fallback: { output: { city: "Berlin" } } },
      end: echo("{{ nodes.bad.city }}"),
    },
    ["start -> bad", "bad -> end"],
  );
  const run = runInMemory(document, { types: failing });
  const outcome = await run.outcome;
  assert.equal(outcome.state, "succeeded");
  assert.equal(outcome.output, "Berlin");
  const bad = run.steps.find(({ nodeId }) => nodeId === "bad");
  assert.deepEqual(
    [bad?.state, bad?.port, bad?.error?.code],
    ["failed", "done", "executor_failed"],
  );
});

test("a step that must not run twice is repeated after a cut when its owner says so", async () => {
  let ran = 0;
  const pay = { ...basicTypes, pay: nodeType(() => done(++ran), { effects: "once" }) };
  const document = drawFlow({ start, pay: { type: "pay", whenCutOff: "retry" } }, ["start -> pay"]);
  const first = runInMemory(document, { types: pay });
  await first.outcome;
  const steps = [first.steps[0], first.begun[0]].filter((step) => step !== undefined);
  const cut = runInMemory(document, { types: pay, steps });
  assert.equal((await cut.outcome).state, "succeeded");
  assert.equal(ran, 2);
});
