import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { claimRuns } from "#lib/db/queue/claim-runs.ts";
import { inTransaction } from "#lib/db/queue/in-transaction.ts";
import { renewOwnerLease } from "#lib/db/runs/owner-lease.ts";
import type { RunDoorbells, RunningQueue } from "#lib/queue/start-queue.ts";
import type { Accept } from "./accept.ts";
import { createAcceptor } from "./accept-runs.ts";
import { type ClaimedRun, type PumpOptions, RunPump } from "./claim-runs.ts";
import { staleFence } from "./journal.ts";
import { Reaper } from "./reaper.ts";
import { hookRun, openQueueBench, type QueueBench, until } from "./run-queue.fixture.ts";

let bench: QueueBench;
let web: RunningQueue;
let worker: RunningQueue;
let accept: Accept;
const pumps: RunPump[] = [];
before(async () => {
  bench = await openQueueBench();
  web = await bench.queue("web");
  worker = await bench.queue("web", "worker");
});
after(() => bench.close());
beforeEach(async () => {
  await bench.clear();
  accept = createAcceptor({ pool: bench.pool, journalPool: bench.pool, queue: web }).accept;
});
afterEach(async () => {
  await Promise.all(pumps.splice(0).map((pump) => pump.stop()));
});

/** A worker's pump that walks runs by holding them until they are let go. */
function startPump(overrides: Partial<PumpOptions> = {}) {
  const walked: ClaimedRun[] = [];
  const held = new Map<string, () => Promise<void>>();
  const pump = new RunPump({
    pool: bench.pool,
    queue: worker,
    ownerId: "o1",
    maxActive: 1_000,
    active: () => held.size,
    log: bench.log,
    walk: (run) => {
      walked.push(run);
      return new Promise<void>((resolve) => {
        held.set(run.record.id, async () => {
          await bench.pool.query("UPDATE runs SET state = 'succeeded' WHERE id = $1", [
            run.record.id,
          ]);
          held.delete(run.record.id);
          resolve();
        });
      });
    },
    ...overrides,
  });
  pumps.push(pump);
  pump.start();
  return { pump, walked, held };
}

const acceptMany = (count: number, workspaceId = "w1") =>
  Promise.all(Array.from({ length: count }, (_, n) => accept(hookRun({ n }, workspaceId))));

const nothing = new Error("nobody");

test("what a web process accepts, a worker walks, with all that started it", async () => {
  const { walked } = startPump();
  const large = "x".repeat(150_000);
  const { runId } = await accept(hookRun({ large }));
  await until(() => walked.length === 1);
  const [claimed] = walked;
  assert.deepEqual(claimed?.payload, { large });
  assert.equal(claimed?.interrupted, false);
  assert.equal(claimed?.record.id, runId);
  assert.equal(claimed?.record.state, "running");
  assert.equal(claimed?.record.fence, 1);
  const row = await bench.row(runId);
  assert.equal(row.owner_id, "o1");
  assert.ok(row.started_at >= row.queued_at);
  assert.deepEqual(await bench.doorbells(), []);
});

test("the bell is heard long before the next look", async () => {
  let heard = 0;
  const stop = worker.onRing(() => {
    heard += 1;
  });
  await acceptMany(1);
  await until(() => heard > 0);
  stop();
});

test("a process that dies between fetching and committing leaves everything to others", async () => {
  const runs = await acceptMany(20);
  await assert.rejects(
    inTransaction(bench.pool, async (client) => {
      const bells = await worker.fetch(client, { limit: 50 });
      assert.equal(bells.length, 20);
      const ids = bells.map(({ runId }) => runId);
      assert.equal((await claimRuns(client, ids, "dead")).length, 20);
      await worker.drop(
        client,
        bells.map(({ jobId }) => jobId),
      );
      throw nothing;
    }),
    nothing,
  );
  const { walked } = startPump();
  await until(() => walked.length === 20);
  assert.deepEqual(
    walked.map(({ record }) => record.id).sort(),
    runs.map(({ runId }) => runId).sort(),
  );
  assert.ok(walked.every(({ record }) => record.fence === 1));
});

test("two workers share the runs, and walk none twice", async () => {
  const one = startPump({ ownerId: "o1" });
  const two = startPump({ ownerId: "o2" });
  await bench.policy("w1", { max_running: 1_000 });
  await acceptMany(300);
  await until(() => one.walked.length + two.walked.length >= 300);
  const ids = [...one.walked, ...two.walked].map(({ record }) => record.id);
  assert.equal(new Set(ids).size, 300);
  assert.equal(ids.length, 300);
});

test("no more are walked than there are places, and a freed place is filled", async () => {
  const { walked, held } = startPump({ maxActive: 3 });
  await acceptMany(5);
  await until(() => walked.length === 3);
  assert.equal((await bench.doorbells()).length, 2);
  await held.values().next().value?.();
  await until(() => walked.length === 4);
});

test("a workspace walks as many as it may, over all processes together", async () => {
  await bench.policy("w1", { max_running: 4 });
  await acceptMany(12);
  const one = startPump({ ownerId: "o1" });
  const two = startPump({ ownerId: "o2" });
  await acceptMany(2, "w2");
  const walked = () => [...one.walked, ...two.walked];
  const ofFirst = () => walked().filter(({ record }) => record.workspace_id === "w1");
  await until(() => ofFirst().length === 4 && walked().length === 6);
  const running = async () =>
    (await bench.pool.query("SELECT FROM runs WHERE state = 'running' AND workspace_id = 'w1'"))
      .rowCount;
  assert.equal(await running(), 4);
  for (let done = 5; done <= 12; done++) {
    const pump = one.held.size > 0 ? one : two;
    const [run] = [...pump.held].filter(([id]) => ofFirst().some(({ record }) => record.id === id));
    await (run ?? [...(pump === one ? two : one).held][0])?.[1]();
    assert.ok(((await running()) ?? 0) <= 4);
    if (ofFirst().length < 12) pump.pump.poke();
  }
  while (ofFirst().length < 12) {
    for (const { held } of [one, two]) for (const end of held.values()) await end();
    assert.ok(((await running()) ?? 0) <= 4);
    await new Promise(setImmediate);
  }
});

test("claims at the same moment do not go past a workspace's limit", async () => {
  await bench.policy("w1", { max_running: 5 });
  const ids = (await acceptMany(20)).map(({ runId }) => runId);
  const claimed = await Promise.all(
    [0, 1, 2, 3].map((part) =>
      inTransaction(bench.pool, (client) =>
        claimRuns(client, ids.slice(part * 5, part * 5 + 5), `o${part}`),
      ),
    ),
  );
  assert.equal(claimed.flat().length, 5);
});

test("what had no room after all keeps its doorbell", async () => {
  await bench.policy("w1", { max_running: 2 });
  await acceptMany(3);
  // What the pump knows of the room is old: it fetches more than it may claim.
  const generous: RunDoorbells = {
    ...worker,
    fetch: (client) => worker.fetch(client, { limit: 50 }),
  };
  const { walked } = startPump({ queue: generous });
  await until(() => walked.length === 2);
  await until(async () => (await bench.doorbells()).length === 1);
});

test("a long queue of one workspace does not keep the others waiting", async () => {
  await bench.policy("w1", { max_running: 1_000 });
  await acceptMany(400);
  await acceptMany(3, "w2");
  const { walked, held } = startPump({ maxActive: 4 });
  const ofSecond = () => walked.filter(({ record }) => record.workspace_id === "w2").length;
  while (ofSecond() < 3) {
    await until(() => held.size === 4 || ofSecond() === 3);
    // Slowly enough for turns to come: each turn serves who was not served before.
    await new Promise((resolve) => setTimeout(resolve, 30));
    await held.values().next().value?.();
  }
  assert.ok(walked.length < 300, `${walked.length} runs came before`);
});

test("a paused workspace is passed by, and goes on when it is resumed", async () => {
  await bench.policy("w1", { paused_at: new Date() });
  const { walked, pump } = startPump();
  await acceptMany(2);
  await acceptMany(1, "w2");
  await until(() => walked.length === 1);
  assert.equal(walked[0]?.record.workspace_id, "w2");
  assert.equal((await bench.doorbells()).length, 2);
  await bench.policy("w1", { paused_at: null });
  pump.forgetPolicies();
  await until(() => walked.length === 3);
});

test("a doorbell whose run is over is taken off", async () => {
  const [run] = await acceptMany(1);
  await bench.pool.query("UPDATE runs SET state = 'canceled' WHERE id = $1", [run?.runId]);
  const { walked } = startPump();
  await until(async () => (await bench.doorbells()).length === 0);
  assert.equal(walked.length, 0);
});

test("a run that has begun goes before new ones", async () => {
  await acceptMany(3);
  const begun = await bench.run("queued", { queued_at: new Date(), fence: 4 });
  await inTransaction(bench.pool, (client) =>
    web.ring(client, [{ runId: begun, workspaceId: "w1", begun: true, interrupted: true }]),
  );
  const { walked } = startPump({ maxActive: 1 });
  await until(() => walked.length === 1);
  assert.equal(walked[0]?.record.id, begun);
  assert.equal(walked[0]?.record.fence, 5);
  assert.equal(walked[0]?.payload, undefined);
  assert.equal(walked[0]?.interrupted, true);
});

test("nothing is claimed while the lease is not held, nor after the stop", async () => {
  let holds = false;
  const { walked, pump } = startPump({ mayClaim: () => holds });
  await acceptMany(1);
  pump.poke();
  await until(async () => (await bench.doorbells()).length === 1);
  assert.equal(walked.length, 0);
  holds = true;
  pump.poke();
  await until(() => walked.length === 1);
  await pump.stop();
  await acceptMany(1);
  pump.poke();
  assert.equal((await bench.doorbells()).length, 1);
});

test("taking over what a dead process left costs a line with both, and losing it again one without a stack", async () => {
  await renewOwnerLease(bench.pool, "dead", -1);
  const runId = await bench.run("running", { owner_id: "dead" });
  await new Reaper({ pool: bench.pool, queue: web, everyMs: 1_000, log: bench.log }).reap();
  startPump({ walk: () => Promise.reject(staleFence(runId)) });
  const linesOf = () =>
    bench.logged.filter(({ facts }) => "runId" in facts && facts.runId === runId);
  await until(() => linesOf().length === 2);
  assert.deepEqual(linesOf(), [
    { message: "a run is taken over", facts: { runId, from: "dead", to: "o1" } },
    { message: "a run goes on elsewhere", facts: { runId, from: "o1", code: "stale_fence" } },
  ]);
});

test("a run that is lost by a fault is logged with what happened", async () => {
  const fault = new Error("by mistake");
  const [accepted] = await acceptMany(1);
  startPump({ walk: () => Promise.reject(fault) });
  await until(() => bench.logged.length > 0);
  assert.deepEqual(bench.logged, [
    { message: "a run was lost", facts: { err: fault, runId: accepted?.runId, ownerId: "o1" } },
  ]);
});

test("who walks a run knows which request started it", async () => {
  let requestId: string | undefined = "request-1";
  const acceptor = createAcceptor({
    ...{ pool: bench.pool, journalPool: bench.pool, queue: web },
    requestId: () => requestId,
  });
  const asked = acceptor.accept(hookRun({ n: 1 }));
  requestId = undefined;
  const unasked = acceptor.accept(hookRun({ n: 2 }));
  const ids = (await Promise.all([asked, unasked])).map(({ runId }) => runId);
  const { walked } = startPump();
  await until(() => walked.length === 2);
  const known = new Map(walked.map((run) => [run.record.id, run.requestId]));
  assert.deepEqual(
    ids.map((id) => known.get(id)),
    ["request-1", undefined],
  );
});
