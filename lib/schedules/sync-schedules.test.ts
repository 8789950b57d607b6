import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { actor, openTriggerBench, type Trigger } from "./trigger-bench.fixture.ts";

let bench: Awaited<ReturnType<typeof openTriggerBench>>;
before(async () => {
  bench = await openTriggerBench();
});
after(() => bench.close());

const schedule = (time: string, missed = "skip", disabled = false): Trigger => ({
  type: "schedule-trigger",
  config: { schedule: { mode: "daily", time, zone: "Europe/Berlin" }, missed },
  disabled,
});

const rows = (flowId: string) =>
  bench.prisma.schedule.findMany({ where: { flowId }, orderBy: { nodeId: "asc" } });

describe("publishing schedules", () => {
  it("makes each due at its next time, never for one that has passed", async () => {
    const flowId = await bench.flow([
      schedule("09:00"),
      schedule("10:00"),
      schedule("1:00", "", true),
    ]);
    assert.deepEqual(await rows(flowId), []);
    const before = Date.now();
    await bench.publish(flowId);
    const made = await rows(flowId);
    assert.deepEqual(
      made.map(({ nodeId, workspaceId, settings, lastAt }) => [
        nodeId,
        workspaceId,
        settings,
        lastAt,
      ]),
      ["0 9 * * *", "0 10 * * *"].map((expression, index) => [
        `t${index}`,
        "w1",
        { kind: "cron", expression, zone: "Europe/Berlin", missed: "skip" },
        null,
      ]),
    );
    for (const { nextAt } of made) {
      assert.ok(nextAt.getTime() > before);
      assert.ok(nextAt.getTime() <= before + 25 * 3_600_000);
    }
  });

  it("keeps the next time of a schedule whose times did not change, even when it is overdue", async () => {
    const flowId = await bench.published([schedule("09:00"), schedule("10:00")]);
    const [kept, changed] = await rows(flowId);
    const overdue = new Date("2026-01-01T08:00:00Z");
    await bench.prisma.schedule.updateMany({ where: { flowId }, data: { nextAt: overdue } });
    await bench.publish(flowId, [schedule("09:00", "once"), schedule("11:00")]);
    const [first, second] = await rows(flowId);
    assert.equal(first?.id, kept?.id);
    assert.deepEqual(first?.nextAt, overdue);
    assert.deepEqual(first?.settings, {
      kind: "cron",
      expression: "0 9 * * *",
      zone: "Europe/Berlin",
      missed: "once",
    });
    assert.equal(second?.id, changed?.id);
    assert.ok((second?.nextAt.getTime() ?? 0) > Date.now());
  });

  it("takes away what is gone, switched off or off the air, and starts afresh afterwards", async () => {
    const flowId = await bench.published([schedule("09:00"), schedule("10:00")]);
    const other = await bench.published([schedule("09:00")]);
    await bench.publish(flowId, [schedule("09:00"), schedule("10:00", "skip", true)]);
    assert.deepEqual(
      (await rows(flowId)).map(({ nodeId }) => nodeId),
      ["t0"],
    );
    await bench.prisma.schedule.updateMany({
      where: { flowId },
      data: { nextAt: new Date("2026-01-01T08:00:00Z") },
    });
    await bench.flows.unpublish(actor(), flowId);
    assert.deepEqual(await rows(flowId), []);
    await bench.publish(flowId);
    const [again] = await rows(flowId);
    assert.ok((again?.nextAt.getTime() ?? 0) > Date.now());
    assert.equal((await rows(other)).length, 1);
  });

  it("refuses to publish a schedule that cannot be kept, and says why", async () => {
    const bad = { mode: "cron", expression: "0 25 * * *" };
    const flowId = await bench.flow([{ type: "schedule-trigger", config: { schedule: bad } }]);
    const outcome = await bench.publish(flowId);
    assert.equal(outcome.published, false);
    const [problem] = outcome.published ? [] : outcome.problems;
    assert.equal(problem?.field, "schedule");
    assert.match(problem?.message ?? "", /hour “25” must be from 0 to 23/);
    assert.deepEqual(await rows(flowId), []);
  });
});
