import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { isOver, type RunEvent } from "./events.ts";
import {
  actor,
  done,
  drawFlow,
  openBench,
  startInput,
  testNodes,
  until,
} from "./run-bench.fixture.ts";

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

test("runs are listed page by page, filtered, and only to their workspace", async () => {
  const service = await bench.service();
  const target = await simple();
  const failing = await bench.flow(drawFlow({ start, fail: { type: "fail" } }, ["start -> fail"]));
  for (let x = 0; x < 5; x++) await service.start(startInput(target, { x: String(x) })).result;
  const failed = await service.start({ ...startInput(failing), mode: "test" }).result;

  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await service.list(actor(), {
      limit: 4,
      ...(cursor === undefined ? {} : { cursor }),
    });
    ids.push(...page.runs.map((run) => run.id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  assert.equal(new Set(ids).size, 6);
  assert.equal(ids[0], failed.runId);

  const count = async (filter: Parameters<typeof service.list>[1]) =>
    (await service.list(actor(), filter)).runs.length;
  assert.equal(await count({ state: "failed" }), 1);
  assert.equal(await count({ mode: "test" }), 1);
  assert.equal(await count({ search: "ORDERS" }), 6);
  assert.equal(await count({ search: "inside patchbay" }), 1);
  assert.equal(await count({ search: failed.runId }), 1);
  assert.equal(await count({ search: "100%" }), 0);
  assert.equal(await count({ since: "2100-01-01T00:00:00Z" }), 0);
  assert.equal(await count({ triggerKind: "manual", flowId: "f1" }), 6);
  assert.equal((await service.list(actor("w2"), {})).runs.length, 0);
  await assert.rejects(service.list(actor(), { cursor: "nonsense" }), code("invalid_input"));
  await assert.rejects(service.list(actor(), { since: "soon" }), code("invalid_input"));
});

test("a run opens with its steps; another workspace's does not", async () => {
  const service = await bench.service();
  const { runId } = await service.start(startInput(await simple(), { x: "hi" })).result;
  const { run, steps } = await service.get(actor(), runId);
  assert.equal(run.flowName, "Orders");
  assert.equal(run.result, "hi!");
  assert.deepEqual(
    steps.map((step) => step.output),
    [{ x: "hi" }, "hi", "hi!"],
  );
  await assert.rejects(service.get(actor("w2"), runId), code("run_not_found"));
  await assert.rejects(
    service.subscribe(actor("w2"), runId, () => undefined),
    code("run_not_found"),
  );
});

test("listeners hear the state so far, then each step as it begins and ends, then the end", async () => {
  const gate = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const service = await bench.service({
    ...testNodes,
    slow: {
      run: () => {
        begun.resolve();
        return gate.promise.then(() => done(1));
      },
    },
  });
  await bench.flow(
    drawFlow({ start, slow: { type: "slow" }, end: echo("end") }, ["start -> slow", "slow -> end"]),
  );
  const { runId } = await service.startTest(actor(), { flowId: "f1", payload: { x: 1 } });
  await begun.promise;
  const heard: string[] = [];
  const ended = Promise.withResolvers<void>();
  const listener = (event: RunEvent) => {
    if (event.type === "step") heard.push(`${event.step.nodeId} ${event.step.state}`);
    else heard.push(`${event.type} ${event.run.state}`);
    if (event.type === "run")
      heard.push(...event.steps.map((step) => `had ${step.nodeId} ${step.state}`));
    if (event.type === "finished") ended.resolve();
  };
  const stop = await service.subscribe(actor(), runId, listener);
  gate.resolve();
  await ended.promise;
  assert.deepEqual(heard, [
    "run running",
    "had start succeeded",
    "had slow started",
    "slow succeeded",
    "end started",
    "end succeeded",
    "finished succeeded",
  ]);
  stop();

  const late: string[] = [];
  await service.subscribe(actor(), runId, (event) => late.push(event.type));
  assert.deepEqual(late, ["run", "finished"]);
});

test("listeners stay while a run rests, and hear how it ends in another process", async () => {
  const gate = Promise.withResolvers<void>();
  const service = await bench.service({
    ...testNodes,
    slow: { run: () => gate.promise.then(() => done(1)) },
  });
  const target = await bench.flow(
    drawFlow({ start, slow: { type: "slow" }, ask: { type: "ask" }, end: echo("end") }, [
      "start -> slow",
      "slow -> ask",
      "ask -> end",
    ]),
  );
  const { runId, result } = service.start({ ...startInput(target, {}), conversationId: "rest" });
  const heard: string[] = [];
  const ended = Promise.withResolvers<void>();
  const stop = await service.subscribe(actor(), runId, (event) => {
    if (event.type !== "step") heard.push(`${event.type} ${event.run.state}`);
    if (isOver(event)) ended.resolve();
  });
  gate.resolve();
  await result;
  const other = await bench.service();
  const wait = await other.openWait("rest");
  const reply = { text: "Yes", value: null, at: "2026-01-01T00:00:00Z" };
  await other.resume(wait?.waitId ?? "", { kind: "reply", reply });
  await ended.promise;
  assert.deepEqual(heard.slice(0, 2), ["run running", "finished waiting"]);
  assert.equal(heard.at(-1)?.split(" ")[1], "succeeded");
  stop();
});

test("a conversation's listeners hear its runs start", async () => {
  const service = await bench.service();
  const target = await simple();
  await bench.pool.query(
    "INSERT INTO conversations (id, workspace_id, flow_id, mode, token_hash) VALUES ('talk', 'w1', 'f1', 'test', 'h')",
  );
  const heard: string[] = [];
  await service.subscribeConversation(actor(), "talk", (event) =>
    heard.push(`${event.type} ${event.runId}`),
  );
  const { runId, result } = service.start({
    ...startInput(target, { x: "1" }),
    conversationId: "talk",
  });
  await result;
  assert.equal(heard[0], `run ${runId}`);
  assert.equal(heard.at(-1), `finished ${runId}`);
  await assert.rejects(
    service.subscribeConversation(actor("w2"), "talk", () => undefined),
    code("conversation_not_found"),
  );
});

test("run from here keeps what came before; testing one step stops after it", async () => {
  let calls = 0;
  const service = await bench.service({ ...testNodes, call: { run: () => done(++calls) } });
  await bench.flow(
    drawFlow(
      {
        start,
        call: { type: "call" },
        a: echo("{{ nodes.call }} {{ trigger.x }}"),
        b: echo("{{ nodes.a }}!"),
      },
      ["start -> call", "call -> a", "a -> b"],
    ),
  );
  const first = await service.startTest(actor(), { flowId: "f1", payload: { x: "hi" } });
  const settled = (runId: string) =>
    until(async () => (await bench.runRow(runId))?.state === "succeeded");
  await settled(first.runId);

  const again = await service.startTest(actor(), {
    flowId: "f1",
    from: { runId: first.runId, nodeId: "a", onlyThisStep: false },
  });
  await settled(again.runId);
  const { run, steps } = await service.get(actor(), again.runId);
  assert.equal(run.result, "1 hi!");
  assert.equal(run.parentRunId, first.runId);
  assert.deepEqual(
    steps.map((step) => step.nodeId),
    ["start", "call", "a", "b"],
  );
  assert.equal(calls, 1);

  const single = await service.startTest(actor(), {
    flowId: "f1",
    from: { runId: again.runId, nodeId: "call", onlyThisStep: true },
  });
  await settled(single.runId);
  assert.equal(calls, 2);
  const latest = await service.latestSteps(actor(), "f1");
  assert.equal(latest.runId, single.runId);
  assert.deepEqual(
    latest.steps.map((step) => [step.nodeId, step.output]),
    [
      ["start", { x: "hi" }],
      ["call", 2],
    ],
  );
  await assert.rejects(service.latestSteps(actor("w2"), "f1"), code("not_found"));
  await assert.rejects(
    service.startTest(actor("w2"), {
      flowId: "f1",
      from: { runId: first.runId, nodeId: "a", onlyThisStep: true },
    }),
    code("run_not_found"),
  );
  await assert.rejects(
    service.startTest(actor("w1", "viewer"), { flowId: "f1" }),
    code("not_permitted"),
  );
});

test("a run is repeated with the same payload", async () => {
  const service = await bench.service();
  const first = await service.start(startInput(await simple(), { x: "hi" })).result;
  const { runId } = await service.rerun(actor(), first.runId);
  await until(async () => (await bench.runRow(runId))?.state === "succeeded");
  const row = await bench.runRow(runId);
  assert.equal(row.result, "hi!");
  assert.equal(row.parent_run_id, first.runId);
  await assert.rejects(service.rerun(actor("w2"), first.runId), code("run_not_found"));
});
