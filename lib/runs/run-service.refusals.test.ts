import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import type pg from "pg";
import { actor, drawFlow, openBench, startInput, until } from "./run-bench.fixture.ts";

let bench: Awaited<ReturnType<typeof openBench>>;
before(async () => {
  bench = await openBench();
});
after(() => bench.close());
beforeEach(() => bench.pool.query("TRUNCATE runs, run_steps, waits, process_leases"));

const asking = () =>
  bench.flow(drawFlow({ start: { type: "start" }, ask: { type: "ask" } }, ["start -> ask"]));
const refused = (code: string, retryAfterMs: number) => (error: unknown) => {
  assert.partialDeepStrictEqual({ ...Object(error) }, { code, retryAfterMs });
  return true;
};

/** The pool as a process has it that cannot reach its database while `broken`. */
function breakable() {
  const lease = { broken: false };
  const guard = <T>(work: () => T) => {
    if (lease.broken) throw new Error("no way through");
    return work();
  };
  const pool = {
    query: async (...args: unknown[]) =>
      guard(() => Reflect.apply(bench.pool.query, bench.pool, args)),
    connect: async () => guard(() => bench.pool.connect()),
  } as unknown as pg.Pool; /* the two calls that a lease makes */
  return { lease, pool };
}

test("nothing is begun or resumed while the lease is lost, and everything once it is back", async () => {
  const { lease, pool } = breakable();
  const service = await bench.service(undefined, { leaseMs: 400, leasePool: pool });
  const chat = {
    ...startInput(await asking()),
    conversationId: "talk",
    triggerKind: "chat" as const,
  };
  await service.start(chat).result;
  const wait = await service.openWait("talk");
  assert.ok(wait);

  lease.broken = true;
  const isRefused = () => {
    try {
      service.start(chat).result.catch(() => undefined);
      return false;
    } catch (error) {
      return refused("not_ready", 1_000)(error);
    }
  };
  await until(isRefused);
  const reply = { text: "Ann", value: null, at: "2026-03-02T09:30:00.000Z" };
  const resume = () => service.resume(wait.waitId, { kind: "reply", reply });
  await assert.rejects(resume(), refused("not_ready", 1_000));
  // Nobody consumed it on the way.
  assert.equal((await service.openWait("talk"))?.waitId, wait.waitId);

  lease.broken = false;
  await until(() => !isRefused());
  assert.equal((await resume())?.state, "succeeded");
});

test("a pause refuses live runs that somebody waits for, and lets tests begin", async () => {
  let paused = false;
  const service = await bench.service(undefined, { isPaused: (id) => paused && id === "w1" });
  const target = await asking();
  const { runId, result } = service.start(startInput(target));
  await result;
  paused = true;
  assert.throws(() => service.start(startInput(target)), refused("runs_paused", 60_000));
  await assert.rejects(service.rerun(actor(), runId), refused("runs_paused", 60_000));
  const trial = await service.startTest(actor(), { flowId: "f1" });
  await until(async () => (await bench.runRow(trial.runId))?.state === "waiting");
  // What is answered at once is kept all the same.
  const { target: live, triggerKind, triggerNodeId, payload } = startInput(target);
  const kept = await service.accept({ target: live, triggerKind, triggerNodeId, payload });
  assert.equal((await bench.runRow(kept.runId)).state, "queued");
  paused = false;
  assert.equal((await service.start(startInput(target)).result).state, "waiting");
});
