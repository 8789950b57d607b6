import assert from "node:assert/strict";
import { test } from "node:test";
import { UpstreamError } from "#lib/errors/upstream-error.ts";
import { UserError } from "#lib/errors/user-error.ts";
import { basicTypes, done, drawFlow, nodeType, runInMemory } from "./walk.fixture.ts";

const start = { type: "start" };
const echo = (value: unknown, rest = {}) => ({ type: "echo", config: { value }, ...rest });

test("outputs and variables are there for later steps, with their types", async () => {
  const run = runInMemory(
    drawFlow(
      {
        start,
        set: { type: "set", config: { name: "n", value: "{{ trigger.n }}" } },
        last: echo("{{ vars.n | plus: 1 }}"),
      },
      ["start -> set", "set -> last"],
    ),
    { payload: { n: 41 } },
  );
  const outcome = await run.outcome;
  assert.equal(outcome.state, "succeeded");
  assert.equal(outcome.output, 42);
  assert.deepEqual(
    run.steps.map((step) => [step.nodeId, step.seq]),
    [
      ["start", 1],
      ["set", 2],
      ["last", 3],
    ],
  );
  assert.deepEqual(run.steps[2]?.parents, [run.steps[1]?.activationId]);
  assert.deepEqual(run.steps[1]?.input, { name: "n", value: 41 });
});

test("branches run at the same time and meet at a merge once", async () => {
  const both = Promise.withResolvers<void>();
  let arrived = 0;
  const types = {
    ...basicTypes,
    meet: nodeType(async ({ config }) => {
      arrived += 1;
      if (arrived === 2) both.resolve();
      await both.promise;
      return done(config.value ?? null);
    }),
  };
  const meet = (value: string) => ({ type: "meet", config: { value } });
  const run = runInMemory(
    drawFlow(
      {
        start,
        a: meet("A"),
        b: meet("B"),
        m: { type: "merge" },
        end: echo("{{ nodes.m.a }}{{ nodes.m.b }}"),
      },
      ["start -> a", "start -> b", "a -> m", "b -> m", "m -> end"],
    ),
    { types },
  );
  assert.equal((await run.outcome).output, "AB");
  assert.equal(run.steps.filter((step) => step.nodeId === "m").length, 1);
});

test("a merge does not wait for a branch that cannot come", async () => {
  const run = runInMemory(
    drawFlow(
      {
        start,
        pick: { type: "pick", config: { port: "left" } },
        l: echo("L"),
        r: echo("R"),
        x: echo("X"),
        m: { type: "merge" },
      },
      [
        "start -> pick",
        "start -> x",
        "pick.left -> l",
        "pick.right -> r",
        "l -> m",
        "r -> m",
        "x -> m",
      ],
    ),
  );
  assert.deepEqual((await run.outcome).output, { l: "L", x: "X" });
});

test("merge any goes on with the first and drops the rest, again in every round of a loop", async () => {
  let round = 0;
  const types = {
    ...basicTypes,
    count: nodeType(() => done(null, ++round < 3 ? "again" : "done")),
  };
  const run = runInMemory(
    drawFlow(
      {
        start,
        a: echo("A"),
        b: echo("B"),
        m: { type: "merge", config: { mode: "any" } },
        count: { type: "count" },
        end: echo("end"),
      },
      [
        "start -> a",
        "start -> b",
        "a -> m",
        "b -> m",
        "m -> count",
        "count.again -> m",
        "count -> end",
      ],
    ),
    { types },
  );
  assert.equal((await run.outcome).state, "succeeded");
  assert.equal(run.steps.filter((step) => step.nodeId === "m").length, 3);
  assert.equal(run.steps.filter((step) => step.nodeId === "end").length, 1);
});

test("merges that wait for each other do not hang", async () => {
  const run = runInMemory(
    drawFlow({ start, m1: { type: "merge" }, m2: { type: "merge" } }, [
      "start -> m1",
      "start -> m2",
      "m1 -> m2",
      "m2 -> m1",
    ]),
  );
  assert.equal((await run.outcome).state, "failed"); // they then go round for ever
  assert.match((await run.outcome).error?.code ?? "", /activation_limit/);
});

test("a disabled node is passed through; a pinned one answers from memory, in tests only", async () => {
  let ran = 0;
  const types = { ...basicTypes, work: nodeType(() => done(++ran)) };
  const document = drawFlow(
    {
      start,
      off: { type: "work", disabled: true },
      pin: { type: "work", pinned: { port: "done", output: "pinned" } },
      end: echo("{{ nodes.off.x }} {{ nodes.pin }}"),
    },
    ["start -> off", "off -> pin", "pin -> end"],
  );
  const tested = runInMemory(document, { types, payload: { x: "in" }, walk: { usePinned: true } });
  assert.equal((await tested.outcome).output, "in pinned");
  assert.deepEqual(
    tested.steps.map((step) => step.state),
    ["succeeded", "skipped", "pinned", "succeeded"],
  );
  assert.equal(ran, 0);
  assert.equal(
    (await runInMemory(document, { types, payload: { x: "in" } }).outcome).output,
    "in 1",
  );
});

test("a failure goes to the failed outlet when it is wired, else ends the run and its other branches", async () => {
  const aborted = Promise.withResolvers<unknown>();
  const types = {
    ...basicTypes,
    fail: nodeType(() => {
      throw new UserError("invalid_value", "No.", { next: "Yes.", details: { a: 1 } });
    }),
    hang: nodeType(({ signal }) => {
      signal.addEventListener("abort", () => aborted.resolve(signal.reason));
      return new Promise(() => undefined);
    }),
  };
  const wired = runInMemory(
    drawFlow({ start, fail: { type: "fail" }, end: echo("{{ nodes.fail.error.code }}") }, [
      "start -> fail",
      "fail.failed -> end",
    ]),
    { types },
  );
  assert.equal((await wired.outcome).output, "invalid_value");
  assert.deepEqual(wired.steps[1]?.output, {
    error: { code: "invalid_value", message: "No.", next: "Yes.", status: null, details: { a: 1 } },
  });

  const unwired = runInMemory(
    drawFlow({ start, hang: { type: "hang" }, fail: { type: "fail" } }, [
      "start -> hang",
      "start -> fail",
    ]),
    { types },
  );
  const outcome = await unwired.outcome;
  assert.equal(outcome.state, "failed");
  assert.equal(outcome.error?.code, "invalid_value");
  assert.equal(outcome.error?.details?.nodeId, "fail");
  await aborted.promise;
  assert.equal(unwired.steps.find((step) => step.nodeId === "hang")?.error?.code, "run_canceled");
});

test("faults of the other side are retried, ours and the user's are not", async () => {
  const attempts: number[] = [];
  const flaky = (error: () => Error, effects: "none" | "once" = "none") =>
    nodeType(
      ({ attempt }) => {
        attempts.push(attempt);
        if (attempt < 3) throw error();
        return done("ok");
      },
      { retries: 2, effects },
    );
  const tries = async (type: ReturnType<typeof flaky>) => {
    attempts.length = 0;
    const run = runInMemory(drawFlow({ start, work: { type: "work" } }, ["start -> work"]), {
      types: { ...basicTypes, work: type },
    });
    const { state } = await run.outcome;
    assert.equal(run.steps[1]?.attempts, attempts.length);
    return `${state} after ${attempts.length}`;
  };
  const upstream = (status?: number) => () =>
    new UpstreamError("upstream_status", "Down.", status === undefined ? {} : { status });
  assert.equal(await tries(flaky(upstream(503))), "succeeded after 3");
  assert.equal(await tries(flaky(upstream(404))), "failed after 1");
  assert.equal(await tries(flaky(upstream(429))), "succeeded after 3");
  assert.equal(await tries(flaky(() => new UserError("invalid_value", "No."))), "failed after 1");
  assert.equal(await tries(flaky(() => new TypeError("bug"))), "failed after 1");
  assert.equal(await tries(flaky(upstream(500), "once")), "failed after 1");
  assert.equal(
    await tries(flaky(() => new UpstreamError("dns_failed", "?"), "once")),
    "succeeded after 3",
  );
});

test("a step that takes too long is ended, even one that does not listen", async () => {
  const types = { ...basicTypes, hang: nodeType(() => new Promise(() => undefined)) };
  const run = runInMemory(
    drawFlow({ start, hang: { type: "hang", timeoutMs: 100 } }, ["start -> hang"]),
    { types },
  );
  assert.equal((await run.outcome).error?.code, "step_timeout");
});

test("a loop that never waits is stopped and named", async () => {
  const run = runInMemory(
    drawFlow({ start, a: echo("a"), b: echo("b") }, ["start -> a", "a -> b", "b -> a"]),
  );
  const { error } = await run.outcome;
  assert.equal(error?.code, "activation_limit");
  assert.match(error?.message ?? "", /“Node a”, “Node b”/);
  assert.equal(run.steps.length, 1_000);
});

test("an unknown node type fails its step and the run", async () => {
  const run = runInMemory(drawFlow({ start, odd: { type: "teleport" } }, ["start -> odd"]));
  assert.equal((await run.outcome).error?.code, "unknown_node_type");
  assert.equal(run.steps[1]?.state, "failed");
});

test("cancelling ends steps under way", async () => {
  const started = Promise.withResolvers<void>();
  const types = {
    ...basicTypes,
    hang: nodeType(() => {
      started.resolve();
      return new Promise(() => undefined);
    }),
  };
  const run = runInMemory(drawFlow({ start, hang: { type: "hang" } }, ["start -> hang"]), {
    types,
  });
  await started.promise;
  run.walk.cancel();
  assert.equal((await run.outcome).state, "canceled");
});

test("a wait ends the walk; other branches go on before that; the reply continues it", async () => {
  const document = drawFlow(
    { start, ask: { type: "ask" }, other: echo("o"), m: { type: "merge" } },
    ["start -> ask", "start -> other", "ask -> m", "other -> m"],
  );
  const first = runInMemory(document);
  assert.equal((await first.outcome).state, "waiting");
  assert.deepEqual(first.steps.map((step) => step.nodeId).sort(), ["ask", "other", "start"]);
  const wait = first.waits[0];
  assert.ok(wait);
  const keys: string[] = [];
  const types = {
    ...basicTypes,
    ask: nodeType((context) => {
      keys.push(context.idempotencyKey);
      return done(context.resumed?.kind === "reply" ? context.resumed.reply.text : null);
    }),
  };
  const second = runInMemory(document, {
    types,
    steps: first.steps,
    consumed: [
      {
        activationId: wait.activationId,
        count: wait.count,
        resumption: {
          kind: "reply",
          state: wait.state,
          reply: { text: "hi", value: null, at: "" },
        },
      },
    ],
  });
  assert.deepEqual((await second.outcome).output, { ask: "hi", other: "o" });
  assert.deepEqual(keys, [`run:ask:${wait.activationId}:1`]);
});

test("what was read is on disk before the next system is asked", async () => {
  const look = nodeType(() => done("seen"), { effects: "read" });
  const { outcome, flushed } = runInMemory(
    drawFlow({ start, one: { type: "look" }, say: { type: "echo" }, two: { type: "look" } }, [
      "start -> one",
      "one -> say",
      "say -> two",
    ]),
    { types: { ...basicTypes, look } },
  );
  assert.equal((await outcome).state, "succeeded");
  // Once, with everything before the second look; the first has nothing to be lost.
  assert.deepEqual(flushed, [3]);
});

test("a step with effects is announced first, and not repeated when it was cut off", async () => {
  let ran = 0;
  const types = { ...basicTypes, pay: nodeType(() => done(++ran), { effects: "once" }) };
  const document = drawFlow({ start, pay: { type: "pay" } }, ["start -> pay"]);
  const first = runInMemory(document, { types });
  await first.outcome;
  assert.equal(first.begun[0]?.nodeId, "pay");
  assert.equal(first.begun[0]?.state, "started");
  const cut = runInMemory(document, {
    types,
    steps: [first.steps[0], first.begun[0]].filter((step) => step !== undefined),
  });
  const { error } = await cut.outcome;
  assert.equal(error?.code, "step_uncertain");
  assert.equal(ran, 1);
});
