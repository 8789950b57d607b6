import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, beforeEach, describe, it } from "node:test";
import { createNoticeLine } from "#lib/db/notice-line.ts";
import type { Accept } from "#lib/runs/accept.ts";
import {
  actor,
  openTriggerBench,
  quiet,
  recordingAccept,
} from "#lib/schedules/trigger-bench.fixture.ts";
import { type RunEndedPayload, runEndedPayload } from "./contract.ts";
import { EndingScan } from "./ending-scan.ts";
import { createListenerDirectory } from "./listener-directory.ts";

let bench: Awaited<ReturnType<typeof openTriggerBench>>;
before(async () => {
  bench = await openTriggerBench();
});
after(() => bench.close());
beforeEach(() => bench.pool.query("TRUNCATE runs, run_endings; DELETE FROM flows"));

type Ended = {
  id?: string;
  flowId: string;
  state?: string;
  mode?: string;
  triggerKind?: string;
  parentRunId?: string;
  depth?: number;
};

const manual = () => bench.published([{ type: "manual-trigger" }]);
const listening = (flow = "", outcome = "succeeded") =>
  bench.published([{ type: "flow-event-trigger", config: { flow, outcome } }]);
const errorFlow = () => bench.published([{ type: "error-trigger" }]);

/** Writes a run and its ending, as the journal does with a run's last write. */
async function end(run: Ended): Promise<string> {
  const id = run.id ?? randomUUID();
  const state = run.state ?? "succeeded";
  const error = state === "failed" ? { code: "upstream_status", message: "Status 500." } : null;
  await bench.pool.query(
    `INSERT INTO runs (id, workspace_id, flow_id, document_hash, mode, state, trigger_kind,
       trigger_node_id, started_at, finished_at, duration_ms, result, error, parent_run_id, depth)
     VALUES ($1, 'w1', $2, '', $3, $4, $5, 't0', '2026-03-02T09:30:00Z', now(), 212, $6, $7, $8, $9)
     ON CONFLICT (id) DO UPDATE SET state = excluded.state, error = excluded.error,
       finished_at = clock_timestamp() + interval '1 second'`,
    [
      id,
      run.flowId,
      run.mode ?? "live",
      state,
      run.triggerKind ?? "webhook",
      JSON.stringify({ order: 7 }),
      error,
      run.parentRunId ?? null,
      run.depth ?? 0,
    ],
  );
  await bench.pool.query("INSERT INTO run_endings (run_id) VALUES ($1)", [id]);
  return id;
}

const endingsLeft = async () =>
  (await bench.pool.query<{ run_id: string }>("SELECT run_id FROM run_endings")).rows.length;

function scanOver(accept: Accept, process = { pool: bench.pool, flows: bench.flows }) {
  return new EndingScan({ ...process, accept, log: quiet });
}

describe("EndingScan", () => {
  it("tells the listeners that asked for this flow and outcome, and nobody else", async () => {
    const watched = await manual();
    const byName = await listening(watched, "any");
    const any = await listening("", "failed");
    const alarm = await errorFlow();
    await listening(watched, "succeeded");
    await listening(await manual(), "any");
    await bench.published([{ type: "error-trigger" }], "w2");
    const runId = await end({ flowId: watched, state: "failed", depth: 1 });
    const { accept, taken } = recordingAccept(bench.pool);
    const scan = scanOver(accept);
    await scan.round();
    await scan.round();
    assert.deepEqual(taken.map((run) => run.target.flowId).sort(), [byName, any, alarm].sort());
    const run = taken.find(({ target }) => target.flowId === alarm);
    assert.equal(run?.triggerKind, "error");
    assert.equal(run?.triggerNodeId, "t0");
    assert.equal(run?.parentRunId, runId);
    assert.equal(run?.depth, 2);
    const expected: RunEndedPayload = {
      run: {
        id: runId,
        state: "failed",
        error: { code: "upstream_status", message: "Status 500." },
        result: { order: 7 },
        durationMs: 212,
        startedAt: "2026-03-02T09:30:00.000Z",
        triggerKind: "webhook",
      },
      flow: { id: watched, name: "Flow" },
    };
    assert.deepEqual(runEndedPayload.parse(run?.payload), expected);
    assert.equal(taken.find(({ target }) => target.flowId === any)?.triggerKind, "flow-event");
    assert.equal(await endingsLeft(), 0);
  });

  it("hears no test runs, and wakes no deleted listeners", async () => {
    const watched = await manual();
    await listening("", "any");
    const deleted = await listening(watched, "any");
    const { accept, taken } = recordingAccept(bench.pool);
    const scan = scanOver(accept);
    await end({ flowId: watched, mode: "test" });
    await bench.pool.query("INSERT INTO run_endings (run_id) VALUES ('pruned')");
    await scan.round();
    assert.equal(taken.length, 0);
    assert.equal(await endingsLeft(), 0);
    await bench.flows.remove(actor(), deleted);
    await end({ flowId: watched });
    await scan.round();
    assert.equal(taken.length, 1);
    assert.notEqual(taken[0]?.target.flowId, deleted);
  });

  it("tells of cancelled runs those alone who asked for every end", async () => {
    const watched = await manual();
    await listening(watched, "succeeded");
    await listening(watched, "failed");
    await errorFlow();
    const all = await listening(watched, "any");
    const { accept, taken } = recordingAccept(bench.pool);
    await end({ flowId: watched, state: "canceled" });
    await scanOver(accept).round();
    assert.deepEqual(
      taken.map((run) => run.target.flowId),
      [all],
    );
    assert.equal(runEndedPayload.parse(taken[0]?.payload).run.state, "canceled");
  });

  it("starts each listener once, however many processes look", async () => {
    const watched = await manual();
    await listening(watched);
    await listening();
    const runs = [];
    for (let index = 0; index < 15; index++) runs.push(await end({ flowId: watched }));
    const { accept, taken, calls } = recordingAccept(bench.pool);
    const scans = Array.from({ length: 6 }, () => scanOver(accept, bench.process()));
    await Promise.all(scans.flatMap((scan) => [scan.round(), scan.round()]));
    await Promise.all(scans.map((scan) => scan.round()));
    assert.equal(taken.length, 30);
    assert.equal(calls.length, 30);
    assert.deepEqual(new Set(taken.map((run) => run.parentRunId)), new Set(runs));
    assert.equal(await endingsLeft(), 0);
  });

  it("keeps an ending until all its listeners are started, each once", async () => {
    const watched = await manual();
    const first = await listening(watched);
    const second = await listening(watched);
    await end({ flowId: watched });
    const { accept, taken } = recordingAccept(bench.pool);
    await scanOver(async (run) => {
      if (run.target.flowId === second) throw new Error("gone");
      return await accept(run);
    }).round();
    assert.deepEqual(
      taken.map((run) => run.target.flowId),
      [first],
    );
    assert.equal(await endingsLeft(), 1);
    await scanOver(accept).round();
    assert.deepEqual(
      taken.map((run) => run.target.flowId),
      [first, second],
    );
    assert.equal(await endingsLeft(), 0);
  });

  it("tells of a run that ends again, because somebody had it run once more", async () => {
    const watched = await manual();
    await listening(watched, "any");
    const { accept, taken } = recordingAccept(bench.pool);
    const scan = scanOver(accept);
    const id = await end({ flowId: watched, state: "failed" });
    await scan.round();
    await end({ id, flowId: watched, state: "failed" });
    await scan.round();
    assert.equal(taken.length, 2);
  });

  /** Lets everything that is started end the same way, until nothing starts any more. */
  async function play(first: Ended): Promise<string[]> {
    const { accept, taken } = recordingAccept(bench.pool);
    const scan = scanOver(accept);
    await end(first);
    for (let told = 0; (await endingsLeft()) > 0 && told < 1_000; ) {
      await scan.round();
      for (const run of taken.slice(told)) {
        const state = first.state ?? "succeeded";
        await end({ id: run.runId ?? "", flowId: run.target.flowId, state });
      }
      told = taken.length;
    }
    return taken.map((run) => run.target.flowId);
  }

  it("lets two flows that listen to each other rest after one turn each", async () => {
    const flowId = await bench.flow([{ type: "manual-trigger" }]);
    const back = await listening(flowId, "any");
    await bench.publish(flowId, [
      { type: "manual-trigger" },
      { type: "flow-event-trigger", config: { flow: back, outcome: "any" } },
    ]);
    assert.deepEqual(await play({ flowId }), [back]);
    assert.deepEqual(await play({ flowId: back, triggerKind: "manual" }), [flowId]);
  });

  it("never alarms about a failure that an Error flow caused", async () => {
    const broken = await manual();
    const alarms = [await errorFlow(), await errorFlow()];
    const started = await play({ flowId: broken, state: "failed" });
    assert.deepEqual(started.sort(), alarms.sort());
    // A flow that an Error flow called fails, too.
    const { accept, taken } = recordingAccept(bench.pool);
    const [alarm = ""] = alarms;
    const alarmRun = await end({ flowId: alarm, triggerKind: "error" });
    await end({ flowId: broken, state: "failed", parentRunId: alarmRun, triggerKind: "sub-flow" });
    await scanOver(accept).round();
    assert.equal(taken.length, 0);
  });

  it("ends a chain of ever new flows at five", async () => {
    const flows = [await manual()];
    for (let index = 0; index < 8; index++) flows.push(await listening(flows.at(-1)));
    assert.deepEqual(await play({ flowId: flows[0] ?? "" }), flows.slice(1, 6));
  });
});

describe("createListenerDirectory", () => {
  it("knows what listens when it starts, and of changes as they are published", {
    timeout: 30_000,
  }, async () => {
    const flowId = await listening();
    const { pool } = bench.process();
    const line = createNoticeLine(pool, () => undefined);
    const directory = createListenerDirectory({ pool, line, log: quiet, refreshMs: 3_600_000 });
    // Nothing but a notice makes it look again.
    const until = async (condition: () => boolean) => {
      while (!condition()) await bench.pool.query("SELECT pg_sleep(0.01)");
    };
    try {
      await line.start();
      await directory.start();
      assert.equal(directory.has("w1"), true);
      assert.equal(directory.has("w2"), false);
      await bench.flows.unpublish(actor(), flowId);
      await until(() => !directory.has("w1"));
      await bench.published([{ type: "error-trigger" }], "w2");
      await until(() => directory.has("w2"));
      // The line breaks; what was published meanwhile is seen once it is up again.
      await bench.pool.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND application_name = 'patchbay-line'`,
      );
      await listening();
      await until(() => directory.has("w1"));
    } finally {
      await directory.stop();
      await line.stop();
    }
  });

  it("sees changes by itself when it hears of none", { timeout: 30_000 }, async () => {
    const directory = createListenerDirectory({ pool: bench.pool, log: quiet, refreshMs: 20 });
    await directory.start();
    assert.equal(directory.has("w1"), false);
    await listening();
    while (!directory.has("w1")) await bench.pool.query("SELECT pg_sleep(0.01)");
    await directory.stop();
  });

  it("forgets a listener that was switched off", async () => {
    const flowId = await listening();
    await bench.publish(flowId, [
      { type: "flow-event-trigger", config: {}, disabled: true },
      { type: "manual-trigger" },
    ]);
    assert.equal(await bench.prisma.runListener.count(), 0);
  });
});
