import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import type { Resumption } from "#lib/nodes/contract.ts";
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
beforeEach(() => bench.pool.query("TRUNCATE runs, run_steps, waits, process_leases"));

const start = { type: "start" };
const reply = {
  kind: "reply" as const,
  reply: { text: "Köln", value: null, at: "2026-01-01T00:00:00Z" },
};
const asking = () =>
  bench.flow(
    drawFlow(
      {
        start,
        ask: { type: "ask" },
        end: { type: "echo", config: { value: "{{ contact.name }} {{ nodes.ask.reply }}" } },
      },
      ["start -> ask", "ask -> end"],
    ),
  );
const chatStart = async () => ({
  ...startInput(await asking()),
  conversationId: "talk",
  triggerKind: "chat" as const,
  contact: { name: "Ann" },
});

test("a wait is consumed once, however many try", async () => {
  const service = await bench.service();
  const { runId, result } = service.start(await chatStart());
  assert.equal((await result).state, "waiting");
  assert.equal((await bench.runRow(runId)).state, "waiting");
  const wait = await service.openWait("talk");
  assert.equal(wait?.runId, runId);
  const results = await Promise.all(
    Array.from({ length: 20 }, () => service.resume(wait?.waitId ?? "", reply)),
  );
  const taken = results.filter((outcome) => outcome !== null);
  assert.equal(taken.length, 1);
  assert.equal(taken[0]?.output, "Ann Köln");
  assert.equal(await service.openWait("talk"), null);
  assert.equal((await bench.stepRows(runId)).length, 3);
  assert.equal(await service.resume("unknown", reply), null);
});

test("a waiting run survives the process", async () => {
  const first = await bench.service();
  const { runId, result } = first.start(await chatStart());
  await result;
  await first.stop();
  const second = await bench.service();
  const wait = await second.openWait("talk");
  const outcome = await second.resume(wait?.waitId ?? "", reply);
  assert.equal(outcome?.runId, runId);
  assert.equal(outcome?.output, "Ann Köln");
  const steps = await bench.stepRows(runId);
  assert.deepEqual(
    steps.map((step) => [step.node_id, step.state]),
    [
      ["start", "succeeded"],
      ["ask", "succeeded"],
      ["end", "succeeded"],
    ],
  );
  assert.deepEqual(steps[1].output, { reply: "Köln", tries: 1 });
});

test("asking again waits again, with the state of its own", async () => {
  const nodes = {
    ...testNodes,
    ask: {
      run: ({ resumed }: { resumed: Resumption | undefined }) => {
        const tries = Number(resumed?.state.tries ?? 0) + 1;
        return resumed?.kind === "reply" && tries > 2
          ? done({ reply: resumed.reply.text })
          : { kind: "wait" as const, wait: { kind: "reply" as const, state: { tries } } };
      },
    },
  };
  const service = await bench.service(nodes);
  const { result } = service.start(await chatStart());
  await result;
  const first = await service.openWait("talk");
  assert.equal((await service.resume(first?.waitId ?? "", reply))?.state, "waiting");
  const second = await service.openWait("talk");
  assert.notEqual(second?.waitId, first?.waitId);
  assert.equal((await service.resume(second?.waitId ?? "", reply))?.output, "Ann Köln");
});

test("a resumed run that its process dropped is continued with the reply it had", async () => {
  const hang = Promise.withResolvers<never>();
  const first = await bench.service({
    ...testNodes,
    ask: {
      run: ({ resumed }) =>
        resumed === undefined
          ? { kind: "wait", wait: { kind: "reply", state: { tries: 1 } } }
          : hang.promise,
    },
  });
  const { runId, result } = first.start(await chatStart());
  await result;
  const wait = await first.openWait("talk");
  void first.resume(wait?.waitId ?? "", reply)?.catch(() => undefined);
  await until(async () => (await bench.runRow(runId)).state === "running");
  await bench.expire(first.ownerId);
  await bench.worker();
  await until(async () => (await bench.runRow(runId)).state === "succeeded");
  assert.equal((await bench.runRow(runId)).result, "Ann Köln");
  hang.reject(new Error("gone"));
});

test("what a dead process left is continued: finished steps stay, unfinished ones run again", async () => {
  const hang = Promise.withResolvers<never>();
  let acted = 0;
  let died = false;
  const nodes = {
    ...testNodes,
    act: { effects: "idempotent" as const, run: () => done(++acted) },
    slow: { effects: "idempotent" as const, run: () => (died ? done("again") : hang.promise) },
  };
  const first = await bench.service(nodes);
  const target = await bench.flow(
    drawFlow(
      {
        start,
        act: { type: "act" },
        slow: { type: "slow" },
        end: { type: "echo", config: { value: "{{ nodes.act }} {{ nodes.slow }}" } },
      },
      ["start -> act", "act -> slow", "slow -> end"],
    ),
  );
  const { runId, result } = first.start(startInput(target));
  await until(async () =>
    (await bench.stepRows(runId)).some(
      (step) => step.node_id === "slow" && step.state === "started",
    ),
  );
  died = true;
  await bench.expire(first.ownerId);
  await bench.worker(nodes);
  await until(async () => (await bench.runRow(runId)).state === "succeeded");
  assert.equal((await bench.runRow(runId)).result, "1 again");
  assert.equal(acted, 1);
  // The first process wakes up: it can write nothing.
  const before = JSON.stringify([await bench.runRow(runId), await bench.stepRows(runId)]);
  hang.reject(new Error("late"));
  await assert.rejects(result, (error: { code?: string }) => error.code === "stale_fence");
  assert.equal(JSON.stringify([await bench.runRow(runId), await bench.stepRows(runId)]), before);
});

test("a step that must not happen twice is not repeated but marked as uncertain", async () => {
  const hang = Promise.withResolvers<never>();
  let paid = 0;
  const nodes = {
    ...testNodes,
    pay: {
      effects: "once" as const,
      run: () => {
        paid += 1;
        return hang.promise;
      },
    },
  };
  const first = await bench.service(nodes);
  const target = await bench.flow(drawFlow({ start, pay: { type: "pay" } }, ["start -> pay"]));
  const { runId, result } = first.start(startInput(target));
  await until(() => paid === 1);
  await bench.expire(first.ownerId);
  await bench.worker(nodes);
  await until(async () => (await bench.runRow(runId)).state === "failed");
  assert.equal((await bench.runRow(runId)).error.code, "step_uncertain");
  assert.equal((await bench.stepRows(runId))[1].state, "failed");
  assert.equal(paid, 1);
  hang.reject(new Error("late"));
  await assert.rejects(result);
});

test("cancelling ends a waiting run and its wait, and a running one", async () => {
  const service = await bench.service();
  const { runId, result } = service.start(await chatStart());
  await result;
  await service.cancel(actor(), runId);
  assert.equal((await bench.runRow(runId)).state, "canceled");
  assert.equal(await service.openWait("talk"), null);

  const started = Promise.withResolvers<void>();
  const other = await bench.service({
    ...testNodes,
    slow: {
      run: () => {
        started.resolve();
        return new Promise(() => undefined);
      },
    },
  });
  const target = await bench.flow(drawFlow({ start, slow: { type: "slow" } }, ["start -> slow"]));
  const running = other.start(startInput(target));
  await started.promise;
  await other.cancel(actor(), running.runId);
  assert.equal((await running.result).state, "canceled");
  assert.equal((await bench.runRow(running.runId)).state, "canceled");
  await assert.rejects(
    service.cancel(actor("w2"), runId),
    (error: { code?: string }) => error.code === "run_not_found",
  );
  await assert.rejects(
    service.cancel(actor("w1", "viewer"), runId),
    (error: { code?: string }) => error.code === "not_permitted",
  );
});
