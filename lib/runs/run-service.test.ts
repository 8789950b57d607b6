import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";
import { after, before, beforeEach, test } from "node:test";
import { inspect } from "node:util";
import { EngineError } from "#lib/errors/engine-error.ts";
import type { Json } from "#lib/flow/json.ts";
import type { ExecuteContext } from "#lib/nodes/contract.ts";
import type { RunEvent } from "./events.ts";
import {
  actor,
  done,
  drawFlow,
  openBench,
  startInput,
  testNodes,
  until,
} from "./run-bench.fixture.ts";
import type { InLogContext } from "./run-runtime.ts";

let bench: Awaited<ReturnType<typeof openBench>>;
before(async () => {
  bench = await openBench();
});
after(() => bench.close());
beforeEach(() =>
  bench.pool.query("TRUNCATE runs, run_steps, waits, process_leases, conversations CASCADE"),
);

const code = (expected: string) => (error: unknown) =>
  (error as { code?: string }).code === expected;
const start = { type: "start" };
const echo = (value: string) => ({ type: "echo", config: { value } });
const simple = () =>
  bench.flow(
    drawFlow({ start, a: echo("{{ trigger.x }}"), b: echo("{{ nodes.a }}!") }, [
      "start -> a",
      "a -> b",
    ]),
  );

test("a short run is written in one statement, before its result is told", async () => {
  let statements = 0;
  const service = await bench.service(testNodes, {
    journalPool: {
      query: ((...args: Parameters<typeof bench.pool.query>) => {
        statements += 1;
        return bench.pool.query(...args);
      }) as typeof bench.pool.query,
    },
  });
  const { runId, result } = service.start(startInput(await simple(), { x: "hi" }));
  const outcome = await result;
  assert.deepEqual(
    { ...outcome, runId: "" },
    { runId: "", state: "succeeded", output: "hi!", respond: null, error: null },
  );
  assert.equal(statements, 1);
  const row = await bench.runRow(runId);
  assert.equal(row.state, "succeeded");
  assert.equal(row.step_count, 3);
  assert.deepEqual(row.input, { x: "hi" });
  assert.ok(row.finished_at >= row.started_at);
  const steps = await bench.stepRows(runId);
  assert.deepEqual(
    steps.map((step) => [step.node_id, step.state, step.output]),
    [
      ["start", "succeeded", { x: "hi" }],
      ["a", "succeeded", "hi"],
      ["b", "succeeded", "hi!"],
    ],
  );
  assert.deepEqual(steps[1].input, { value: "hi" });
  assert.deepEqual(steps[2].parents, [steps[1].activation_id]);
});

test("many runs at once are all on disk", async () => {
  const service = await bench.service();
  const target = await simple();
  const results = await Promise.all(
    Array.from(
      { length: 300 },
      (_, x) => service.start(startInput(target, { x: String(x) })).result,
    ),
  );
  assert.deepEqual(
    results.map((result) => result.output),
    Array.from({ length: 300 }, (_, x) => `${x}!`),
  );
  const { rows } = await bench.pool.query(
    "SELECT (SELECT count(*) FROM runs)::int r, (SELECT count(*) FROM run_steps)::int s",
  );
  assert.deepEqual(rows[0], { r: 300, s: 900 });
});

test("before a step with effects runs, everything earlier and its beginning are on disk", async () => {
  const seen: unknown[] = [];
  const nodes = {
    ...testNodes,
    pay: {
      effects: "once" as const,
      run: async () => {
        const { rows } = await bench.pool.query(
          "SELECT node_id, state FROM run_steps ORDER BY seq",
        );
        seen.push(rows);
        return done("paid");
      },
    },
    look: {
      run: async () => {
        const { rows } = await bench.pool.query(
          "SELECT node_id, state FROM run_steps ORDER BY seq",
        );
        seen.push(rows);
        return done(null);
      },
    },
  };
  const service = await bench.service(nodes);
  const target = await bench.flow(
    drawFlow({ start, pay: { type: "pay" }, look: { type: "look" } }, [
      "start -> pay",
      "pay -> look",
    ]),
  );
  await service.start(startInput(target)).result;
  const began = { node_id: "start", state: "succeeded" };
  assert.deepEqual(seen, [
    [began, { node_id: "pay", state: "started" }],
    [began, { node_id: "pay", state: "succeeded" }],
  ]);
});

test("a run says when it is written down, while it goes on", async () => {
  const gate = Promise.withResolvers<void>();
  const service = await bench.service({
    ...testNodes,
    slow: { run: () => gate.promise.then(() => done(1)) },
  });
  const target = await bench.flow(drawFlow({ start, slow: { type: "slow" } }, ["start -> slow"]));
  const run = service.start(startInput(target));
  await run.committed;
  assert.equal((await bench.runRow(run.runId)).state, "running");
  const unasked = service.start(startInput(target));
  await until(async () => (await bench.runRow(unasked.runId)) !== undefined);
  gate.resolve();
  await Promise.all([run.result, unasked.result]);
  assert.equal((await bench.runRow(run.runId)).state, "succeeded");
});

test("a given run id runs once", async () => {
  const service = await bench.service();
  const target = await simple();
  await service.start({ ...startInput(target, { x: "1" }), runId: "mine" }).result;
  await assert.rejects(
    service.start({ ...startInput(target, { x: "2" }), runId: "mine" }).result,
    code("stale_fence"),
  );
  assert.deepEqual((await bench.runRow("mine")).input, { x: "1" });
});

test("a failure is recorded with its step; a conversation hears the apology", async () => {
  const service = await bench.service();
  const target = await bench.flow(drawFlow({ start, fail: { type: "fail" } }, ["start -> fail"]));
  const { runId, result } = service.start({
    ...startInput(target),
    conversationId: "talk",
    triggerKind: "chat",
  });
  const outcome = await result;
  assert.equal(outcome.state, "failed");
  assert.equal(outcome.error?.code, "executor_failed");
  const row = await bench.runRow(runId);
  assert.equal(row.error.details.nodeId, "fail");
  assert.ok(!JSON.stringify(row).includes("a bug"));
  assert.deepEqual(bench.said.splice(0), [target.document.settings.chat.apology]);
});

test("a document without its trigger, or with unknown nodes, is recorded as failed", async () => {
  const service = await bench.service();
  const odd = await bench.flow(drawFlow({ start, odd: { type: "teleport" } }, ["start -> odd"]));
  assert.equal((await service.start(startInput(odd)).result).error?.code, "unknown_node_type");
  const none = await service.start({ ...startInput(odd), triggerNodeId: "gone" }).result;
  assert.equal(none.error?.code, "no_trigger");
  assert.equal((await bench.runRow(none.runId)).state, "failed");
});

test("secrets used in a run do not get into the log, nor into other runs", async () => {
  const secret = "hunter2-hunter2";
  const lines: string[] = [];
  const log = (facts: object, message: string) =>
    void lines.push(`${inspect(facts, { depth: 10 })} ${message}`);
  const crash = { type: "crash", connectionId: "c1" };
  const nodes = {
    ...testNodes,
    crash: {
      connection: true,
      run: async ({ log: tell, startRun }: ExecuteContext<{ [key: string]: Json }>) => {
        tell(`trying ${secret}`, { key: secret });
        await startRun({ flowId: "f1", input: { key: secret }, inConversation: false });
        throw new Error(`a bug near ${secret}`, { cause: new Error(encodeURIComponent(secret)) });
      },
    },
  };
  const service = await bench.service(nodes, { log: { info: log, warn: log, error: log } });
  const target = await bench.flow(drawFlow({ start, crash }, ["start -> crash"]));
  const { result } = service.start(startInput(target));
  assert.equal((await result).error?.code, "executor_failed");
  assert.equal(lines.filter((line) => line.includes("[redacted]")).length, 2);
  assert.ok(!lines.join().includes(secret));
  const { rows } = await bench.pool.query("SELECT input::text FROM runs WHERE parent_run_id <> ''");
  assert.match(rows[0].input, /\[redacted\]/);
  assert.ok(!rows[0].input.includes(secret));
});

test("secrets used in a run are stored nowhere, whatever their form", async () => {
  const secret = "hunter2-hunter2";
  const leak = { type: "leak", connectionId: "c1" };
  const nodes = {
    ...testNodes,
    leak: {
      connection: true,
      run: ({ connection }: { connection: unknown }) =>
        done({
          plain: `key ${secret}`,
          basic: `Basic ${Buffer.from(`ann:${secret}`).toString("base64")}`,
          nested: [{ [secret]: JSON.stringify({ a: secret }) }],
          connection: JSON.stringify(connection),
        }),
    },
  };
  const service = await bench.service(nodes);
  const target = await bench.flow(
    drawFlow(
      {
        start,
        leak,
        size: echo("{{ nodes.leak.plain | size }}"),
        after: echo("{{ nodes.size }} {{ nodes.leak.plain }}"),
      },
      ["start -> leak", "leak -> size", "size -> after"],
    ),
  );
  const events: RunEvent[] = [];
  const { runId, result } = service.start(startInput(target, { header: secret }));
  await service.subscribe(actor(), runId, (event) => events.push(event));
  const { output } = await result;
  // Later steps do not get it either: they could tell it bit by bit.
  assert.equal(output, `${"key [redacted]".length} key [redacted]`);
  const stored = JSON.stringify([
    await bench.runRow(runId),
    await bench.stepRows(runId),
    events.slice(1),
  ]);
  assert.ok(stored.includes("[redacted]"));
  for (const form of [
    secret,
    Buffer.from(secret).toString("base64").slice(0, -4),
    Buffer.from(`ann:${secret}`).toString("base64"),
  ]) {
    assert.ok(!stored.includes(form), form);
  }
});

test("a secret that was renewed halfway through a step is stored nowhere either", async () => {
  const leak = { type: "leak", connectionId: "c1" };
  const nodes = {
    ...testNodes,
    leak: {
      connection: true,
      run: async ({ connection }: ExecuteContext) => {
        const renewed = await connection?.renew?.();
        return done(`was ${connection?.secrets.password}, is ${renewed?.secrets.password}`);
      },
    },
  };
  const service = await bench.service(nodes);
  const target = await bench.flow(drawFlow({ start, leak }, ["start -> leak"]));
  const { runId, result } = service.start(startInput(target));
  assert.equal((await result).output, "was [redacted], is [redacted]");
  assert.doesNotMatch(JSON.stringify(await bench.stepRows(runId)), /hunter/);
});

test("what Postgres cannot hold fails nobody: text is mended, large values are cut", async () => {
  const nodes = {
    ...testNodes,
    nul: { run: () => done("a\u0000b\ud800c") },
    deep: {
      run: () => {
        let value: unknown = 1;
        for (let depth = 0; depth < 20_000; depth++) value = [value];
        return done(value as never);
      },
    },
    bigint: { run: () => done(10n as never) },
    huge: { run: () => done({ list: Array.from({ length: 30 }, () => "x".repeat(90_000)) }) },
    long: { run: () => done("y".repeat(300_000)) },
  };
  const service = await bench.service(nodes);
  const outcomes: { [kind: string]: string } = {};
  await Promise.all(
    ["nul", "deep", "bigint", "huge", "long", "echo", "echo"].map(async (kind) => {
      const target = await bench.flow(drawFlow({ start, odd: { type: kind } }, ["start -> odd"]));
      const { result, runId } = service.start(startInput(target));
      outcomes[kind] = (await result).state;
      const row = await bench.runRow(runId);
      assert.equal(row.state, outcomes[kind], kind);
      const [, step] = await bench.stepRows(runId);
      if (kind === "nul") assert.equal(step.output, "a\ufffdb\ufffdc");
      if (kind === "huge") assert.equal(step.output.truncated, true);
      if (kind === "long") assert.match(step.output, /^y{100000}… \(300,000 characters\)$/);
    }),
  );
  for (const kind of ["nul", "huge", "long", "echo"])
    assert.equal(outcomes[kind], "succeeded", kind);
});

test("a run that somebody else took over cannot be written any more, and others can", async () => {
  const gate = Promise.withResolvers<void>();
  const service = await bench.service({
    ...testNodes,
    slow: { run: () => gate.promise.then(() => done(1)) },
  });
  const target = await bench.flow(drawFlow({ start, slow: { type: "slow" } }, ["start -> slow"]));
  const runs = Array.from({ length: 5 }, () => service.start(startInput(target)));
  await Promise.all(runs.map((run) => run.committed));
  const [taken, ...rest] = runs;
  assert.ok(taken);
  await bench.pool.query("UPDATE runs SET fence = fence + 1 WHERE id = $1", [taken.runId]);
  gate.resolve();
  await assert.rejects(taken.result, code("stale_fence"));
  for (const run of rest) assert.equal((await run.result).state, "succeeded");
  assert.equal((await bench.runRow(taken.runId)).state, "running");
  assert.equal(
    (await bench.stepRows(taken.runId)).filter((step) => step.node_id === "slow").length,
    0,
  );
});

test("without a database, runs hear of it; afterwards their rest is made up", async () => {
  let down = false;
  const service = await bench.worker(
    { ...testNodes, act: { effects: "idempotent", run: () => done("acted") } },
    {
      leaseMs: 300,
      journalPool: {
        query: ((...args: Parameters<typeof bench.pool.query>) =>
          down
            ? Promise.reject(
                Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" }),
              )
            : bench.pool.query(...args)) as typeof bench.pool.query,
      },
    },
  );
  const target = await bench.flow(
    drawFlow({ start, act: { type: "act" }, end: echo("end") }, ["start -> act", "act -> end"]),
  );
  const run = service.start(startInput(target));
  await run.committed;
  down = true;
  await assert.rejects(run.result, code("database_unavailable"));
  await assert.rejects(service.start(startInput(target)).result, code("database_unavailable"));
  down = false;
  assert.equal((await service.start(startInput(target)).result).state, "succeeded");
  await until(async () => (await bench.runRow(run.runId)).state === "succeeded");
});

test("stopping lets runs end and starts nothing more", async () => {
  const gate = Promise.withResolvers<void>();
  const service = await bench.service({
    ...testNodes,
    slow: { run: () => gate.promise.then(() => done(1)) },
  });
  const target = await bench.flow(drawFlow({ start, slow: { type: "slow" } }, ["start -> slow"]));
  const run = service.start(startInput(target));
  const stopped = service.stop();
  assert.throws(() => service.start(startInput(target)), code("shutting_down"));
  gate.resolve();
  assert.equal((await run.result).state, "succeeded");
  await stopped;
  const { rowCount } = await bench.pool.query("SELECT 1 FROM process_leases WHERE owner_id = $1", [
    service.ownerId,
  ]);
  assert.equal(rowCount, 0);
});

test("more runs at once than allowed are refused", async () => {
  const gate = Promise.withResolvers<void>();
  const service = await bench.service(
    { ...testNodes, slow: { run: () => gate.promise.then(() => done(1)) } },
    { maxActive: 1 },
  );
  const target = await bench.flow(drawFlow({ start, slow: { type: "slow" } }, ["start -> slow"]));
  const run = service.start(startInput(target));
  assert.throws(
    () => service.start(startInput(target)),
    (error) => error instanceof EngineError && error.code === "overloaded",
  );
  gate.resolve();
  await run.result;
});

test("whatever is logged within a run names it, and the request that started it", async () => {
  const storage = new AsyncLocalStorage<object>();
  const inLogContext: InLogContext = (facts, work) =>
    storage.run({ ...storage.getStore(), ...facts }, work);
  const seen: unknown[] = [];
  const look = {
    run: async () => {
      await new Promise((resolve) => setImmediate(resolve));
      seen.push(storage.getStore());
      return done(null);
    },
  };
  const service = await bench.service({ ...testNodes, look }, { inLogContext });
  const target = await bench.flow(
    drawFlow({ start: { type: "start" }, look: { type: "look" } }, ["start -> look"]),
  );
  const { runId, result } = inLogContext({ requestId: "request-1" }, () =>
    service.start(startInput(target)),
  );
  await result;
  assert.deepEqual(seen, [{ requestId: "request-1", runId }]);
});
