import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { EngineError } from "#lib/errors/engine-error.ts";
import type { JsonObject } from "#lib/flow/json.ts";
import type { Accept } from "#lib/runs/accept.ts";
import type { ScheduledPayload } from "./contract.ts";
import { ScheduleClock } from "./schedule-clock.ts";
import { actor, openTriggerBench, quiet, recordingAccept } from "./trigger-bench.fixture.ts";

let bench: Awaited<ReturnType<typeof openTriggerBench>>;
before(async () => {
  bench = await openTriggerBench();
});
after(() => bench.close());
beforeEach(() => bench.pool.query("TRUNCATE runs; DELETE FROM flows"));

const everyMinute = { mode: "interval", every: 1, unit: "minutes" };
const daily = { mode: "daily", time: "09:00", zone: "Europe/Berlin" };

const scheduled = (schedule: JsonObject = everyMinute, missed = "skip") =>
  bench.published([{ type: "schedule-trigger", config: { schedule, missed } }]);

async function row(flowId: string) {
  return await bench.prisma.schedule.findFirstOrThrow({ where: { flowId } });
}

/** Makes a schedule due since `seconds` ago; returns the time it is due. */
async function overdue(flowId: string, seconds: number): Promise<Date> {
  const nextAt = new Date(Date.now() - seconds * 1_000);
  await bench.prisma.schedule.updateMany({ where: { flowId }, data: { nextAt } });
  return nextAt;
}

function clockOver(accept: Accept, process = { pool: bench.pool, flows: bench.flows }) {
  return new ScheduleClock({ ...process, accept, log: quiet });
}

const payloadOf = (run: { payload: unknown } | undefined) => run?.payload as ScheduledPayload;

describe("ScheduleClock", () => {
  it("starts what is due, says when, and moves on by the rhythm, not by the clock", async () => {
    const flowId = await scheduled();
    const { accept, taken } = recordingAccept(bench.pool);
    const clock = clockOver(accept);
    await clock.round();
    assert.equal(taken.length, 0);
    const due = await overdue(flowId, 20);
    await clock.round();
    await clock.round();
    assert.equal(taken.length, 1);
    const [run] = taken;
    assert.equal(run?.triggerKind, "schedule");
    assert.equal(run?.triggerNodeId, "t0");
    assert.equal(run?.target.flowId, flowId);
    const payload = payloadOf(run);
    assert.equal(payload.scheduledFor, due.toISOString());
    assert.ok(payload.firedAt >= payload.scheduledFor);
    assert.equal(payload.zone, "UTC");
    assert.equal(payload.missed, false);
    const after = await row(flowId);
    assert.equal(after.nextAt.getTime(), due.getTime() + 60_000);
    assert.deepEqual(after.lastAt, due);
  });

  it("fires once, however many processes look", async () => {
    const flows = await Promise.all(Array.from({ length: 12 }, () => scheduled()));
    for (const flowId of flows) await overdue(flowId, 5);
    const { accept, taken, calls } = recordingAccept(bench.pool);
    const clocks = Array.from({ length: 6 }, () => clockOver(accept, bench.process()));
    await Promise.all(clocks.flatMap((clock) => [clock.round(), clock.round()]));
    await Promise.all(clocks.map((clock) => clock.round()));
    assert.deepEqual(taken.map((run) => run.target.flowId).sort(), [...flows].sort());
    assert.equal(calls.length, flows.length);
  });

  it("neither loses nor doubles a firing whose process dies before the schedule moved on", async () => {
    const flowId = await scheduled();
    const due = await overdue(flowId, 5);
    const { accept, taken, calls } = recordingAccept(bench.pool);
    const dying: Accept = async (run) => {
      await accept(run);
      throw new Error("gone");
    };
    await clockOver(dying).round();
    assert.deepEqual((await row(flowId)).nextAt, due);
    await clockOver(accept).round();
    assert.equal(calls.length, 2);
    assert.equal(calls[0]?.runId, calls[1]?.runId);
    assert.equal(taken.length, 1);
    assert.ok((await row(flowId)).nextAt > due);
  });

  it("catches up on times that are late but not missed, one by one", async () => {
    const flowId = await scheduled({ mode: "interval", every: 20, unit: "seconds" });
    const due = await overdue(flowId, 50);
    const { accept, taken } = recordingAccept(bench.pool);
    const clock = clockOver(accept);
    for (let round = 0; round < 5; round++) await clock.round();
    assert.deepEqual(
      taken.map((run) => payloadOf(run).scheduledFor),
      [0, 20_000, 40_000].map((ms) => new Date(due.getTime() + ms).toISOString()),
    );
  });

  it("leaves missed times out", async () => {
    const flowId = await scheduled(daily, "skip");
    await overdue(flowId, 3 * 86_400);
    const { accept, taken } = recordingAccept(bench.pool);
    await clockOver(accept).round();
    assert.equal(taken.length, 0);
    const { nextAt, lastAt } = await row(flowId);
    assert.ok(nextAt.getTime() > Date.now());
    assert.ok(nextAt.getTime() <= Date.now() + 25 * 3_600_000);
    assert.equal(lastAt, null);
  });

  it("makes up for missed times with one run, for the newest", async () => {
    const flowId = await scheduled(everyMinute, "once");
    const due = await overdue(flowId, 600);
    const { accept, taken } = recordingAccept(bench.pool);
    const clock = clockOver(accept);
    for (let round = 0; round < 3; round++) await clock.round();
    assert.equal(taken.length, 1);
    const payload = payloadOf(taken[0]);
    assert.equal(payload.missed, true);
    assert.equal(payload.scheduledFor, new Date(due.getTime() + 600_000).toISOString());
    assert.ok((await row(flowId)).nextAt.getTime() > Date.now());
  });

  it("starts nothing for a deleted flow, nor makes up for it when it comes back", async () => {
    const flowId = await scheduled(everyMinute, "once");
    await overdue(flowId, 600);
    await bench.flows.remove(actor(), flowId);
    const { accept, taken } = recordingAccept(bench.pool);
    const clock = clockOver(accept);
    await clock.round();
    await bench.flows.restore(actor(), flowId);
    await clock.round();
    assert.equal(taken.length, 0);
    assert.ok((await row(flowId)).nextAt.getTime() > Date.now());
  });

  it("waits with a workspace whose queue is full, while others go on", async () => {
    const full = await scheduled();
    const fullToo = await scheduled();
    const other = await bench.published(
      [{ type: "schedule-trigger", config: { schedule: everyMinute } }],
      "w2",
    );
    const due = await overdue(full, 30);
    await overdue(fullToo, 29);
    const { accept, taken } = recordingAccept(bench.pool);
    let tries = 0;
    const clock = clockOver(async (run) => {
      if (run.target.workspaceId !== "w1") return await accept(run);
      tries += 1;
      const error = new EngineError("overloaded", "The queue is full.", { retryAfterMs: 60_000 });
      throw Object.assign(error, { code: "queue_full" });
    });
    await clock.round();
    assert.equal(tries, 2);
    await overdue(other, 1);
    await clock.round();
    assert.equal(tries, 2);
    assert.deepEqual(
      taken.map((run) => run.target.flowId),
      [other],
    );
    assert.deepEqual((await row(full)).nextAt, due);
  });

  it("fires in time by itself, and not after it was stopped", async () => {
    const flowId = await scheduled();
    const fired = Promise.withResolvers<void>();
    const { accept, taken } = recordingAccept(bench.pool);
    const clock = clockOver(async (run) => {
      const result = await accept(run);
      fired.resolve();
      return result;
    });
    clock.start();
    await overdue(flowId, 1);
    await fired.promise;
    await clock.stop();
    const due = await overdue(flowId, 1);
    assert.equal(taken.length, 1);
    assert.deepEqual((await row(flowId)).nextAt, due);
  });

  it("takes what was published elsewhere, though this process remembers the version before", async () => {
    const flowId = await scheduled();
    const other = bench.process();
    await other.flows.liveByFlow(flowId);
    await bench.publish(flowId, [
      { type: "manual-trigger" },
      { type: "schedule-trigger", config: { schedule: everyMinute } },
    ]);
    const due = await overdue(flowId, 1);
    const { accept, taken } = recordingAccept(bench.pool);
    const clock = clockOver(accept, other);
    await clock.round();
    assert.equal(taken.length, 0);
    assert.deepEqual((await row(flowId)).nextAt, due);
    other.flows.liveByFlow = bench.flows.liveByFlow;
    await clockOver(accept, other).round();
    assert.equal(taken[0]?.triggerNodeId, "t1");
  });
});
