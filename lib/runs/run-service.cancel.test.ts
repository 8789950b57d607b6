import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { createDatabase, type Database } from "#lib/db/client.ts";
import { createOperationsService } from "#lib/operations/create-operations-service.ts";
import {
  actor,
  drawFlow,
  openBench,
  startInput,
  type TestNode,
  testNodes,
  until,
} from "./run-bench.fixture.ts";

let bench: Awaited<ReturnType<typeof openBench>>;
let database: Database;
before(async () => {
  bench = await openBench();
  database = createDatabase(String(bench.pool.options.connectionString));
});
after(async () => {
  await database.close();
  await bench.close();
});
beforeEach(() =>
  bench.pool.query("TRUNCATE runs, run_steps, waits, process_leases, run_endings, run_listeners"),
);

/** A step that ends only by being aborted, and tells of that. */
function hanging() {
  let begun = 0;
  let aborted = 0;
  const hang: TestNode = {
    effects: "idempotent",
    run: ({ signal }) => {
      begun += 1;
      return new Promise((_, reject) => {
        signal.addEventListener("abort", () => {
          aborted += 1;
          reject(signal.reason);
        });
      });
    },
  };
  const nodes = { ...testNodes, hang };
  return { nodes, begun: () => begun, aborted: () => aborted };
}

const flow = () =>
  bench.flow(drawFlow({ start: { type: "start" }, hang: { type: "hang" } }, ["start -> hang"]));
const listen = () =>
  bench.pool.query(
    `INSERT INTO run_listeners (id, workspace_id, flow_id, node_id, outcome)
     VALUES ('l1', 'w1', 'f1', 'n', 'any')`,
  );
const endings = async () =>
  (await bench.pool.query<{ run_id: string }>("SELECT run_id FROM run_endings")).rows.map(
    (row) => row.run_id,
  );

test("a cancel in one process aborts the step at hand in another, which writes nothing more", async () => {
  const { nodes, begun, aborted } = hanging();
  const walking = await bench.service(nodes);
  const other = await bench.service(nodes);
  const target = await flow();
  await listen();
  const { runId, result } = walking.start(startInput(target));
  await until(async () => begun() === 1 && (await bench.runRow(runId)) !== undefined);
  const heard: string[] = [];
  await walking.subscribe(actor(), runId, (event) => heard.push(event.type));
  await other.cancel(actor(), runId);
  // The step never ends by itself: only the notice can have ended it.
  const { state, error } = await result;
  assert.deepEqual([state, error?.code], ["canceled", "run_canceled"]);
  assert.equal(aborted(), 1);
  assert.equal(heard.at(-1), "finished");
  const row = await bench.runRow(runId);
  assert.deepEqual([row.state, row.fence, row.owner_id], ["canceled", 2, null]);
  assert.deepEqual(await endings(), [runId]);
});

test("a cancel that was missed while the line was down is found when it is up again", async () => {
  const { nodes, begun } = hanging();
  const walking = await bench.service(nodes);
  const { runId, result } = walking.start(startInput(await flow()));
  await until(async () => begun() === 1 && (await bench.runRow(runId)) !== undefined);
  // As another process would have written it, unheard.
  await bench.pool.query(
    "UPDATE runs SET state = 'canceled', fence = fence + 1, owner_id = NULL WHERE id = $1",
    [runId],
  );
  await bench.pool.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'patchbay-line'`,
  );
  assert.equal((await result).state, "canceled");
});

test("cancelling all of a flow ends its walks in every process, and listeners and callers hear", async () => {
  const { nodes, begun, aborted } = hanging();
  const first = await bench.service(nodes);
  const second = await bench.service(nodes);
  const target = await flow();
  await listen();
  const started = [first, second, first].map((service) => service.start(startInput(target)));
  const runIds = started.map(({ runId }) => runId);
  await until(async () => {
    const { rows } = await bench.pool.query("SELECT 1 FROM runs WHERE id = ANY($1)", [runIds]);
    return begun() === 3 && rows.length === 3;
  });
  // The second one was called by a flow that waits for it.
  await bench.pool.query(
    `INSERT INTO runs (id, workspace_id, flow_id, document_hash, mode, state, trigger_kind,
       trigger_node_id, started_at)
     VALUES ('caller', 'w1', 'f2', 'h', 'live', 'waiting', 'manual', 'start', now())`,
  );
  await bench.pool.query(
    `INSERT INTO waits (id, workspace_id, run_id, activation_id, node_id, kind, state)
     VALUES ('call', 'w1', 'caller', 'a', 'n', 'run', '{"count": 1, "state": {}}')`,
  );
  await bench.pool.query("UPDATE runs SET caller_wait_id = 'call' WHERE id = $1", [runIds[1]]);
  const operations = createOperationsService({
    ...{ pool: bench.pool, prisma: database.prisma },
    flows: { liveByFlow: async () => target },
    accept: first.accept,
    onCanceled: first.letGo,
  });
  assert.deepEqual(await operations.cancelFlow(actor(), "f1"), { canceled: 3 });
  for (const { result } of started) assert.equal((await result).state, "canceled");
  assert.equal(aborted(), 3);
  const { rows } = await bench.pool.query("SELECT state FROM waits WHERE id = 'call'");
  assert.partialDeepStrictEqual(rows[0].state.resumption, {
    kind: "run",
    result: { runId: runIds[1], state: "canceled", error: { code: "run_canceled" } },
  });
  assert.equal((await bench.runRow("caller")).state, "queued");
  assert.deepEqual((await endings()).sort(), [...runIds].sort());
});

test("a test ends when the page that watched it is closed; a live run does not", async () => {
  const { nodes, begun, aborted } = hanging();
  const service = await bench.service(nodes, { testGraceMs: 1 });
  const target = await flow();
  const live = service.start(startInput(target));
  const { runId } = await service.startTest(actor(), { flowId: "f1" });
  await until(async () => begun() === 2 && (await bench.runRow(runId)) !== undefined);
  const leaveLive = await service.subscribe(actor(), live.runId, () => undefined);
  const leave = await service.subscribe(actor(), runId, () => undefined);
  leaveLive();
  leave();
  await until(async () => (await bench.runRow(runId)).state === "canceled");
  assert.equal(aborted(), 1);
  assert.equal((await bench.runRow(live.runId)).state, "running");
  await service.cancel(actor(), live.runId);
  await live.result;
});
