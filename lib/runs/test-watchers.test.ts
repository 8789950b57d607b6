import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import pg from "pg";
import { createTestDatabase, type TestDatabase } from "#lib/db/migrate/test-database.ts";
import { createNoticeLine } from "#lib/db/notice-line.ts";
import { until } from "./run-bench.fixture.ts";
import { TestWatchers, type TestWatchersOptions } from "./test-watchers.ts";

let database: TestDatabase;
let pool: pg.Pool;
let ended: string[] = [];
const stops: (() => Promise<void>)[] = [];
before(async () => {
  database = await createTestDatabase();
  pool = new pg.Pool({ connectionString: database.url, max: 4 });
  pool.on("error", () => undefined); // dropping the database ends idle connections
});
afterEach(async () => {
  ended = [];
  await Promise.all(stops.splice(0).map((stop) => stop()));
});
after(async () => {
  await pool.end();
  await database.drop();
});

/** One more process; what it heard, word for word. */
async function process(ownerId: string, times: Partial<TestWatchersOptions> = {}) {
  const line = createNoticeLine(pool, () => undefined);
  const heard: string[] = [];
  line.on("patchbay_test_watchers", (said) => {
    if (said !== null) heard.push(said);
  });
  const watchers = new TestWatchers({
    ...{ pool, line, ownerId, graceMs: 10, answerMs: 50, ...times },
    log: { warn: () => undefined },
    end: async (workspaceId, runId) => {
      ended.push(`${ownerId} ends ${workspaceId} ${runId}`);
    },
  });
  await line.start();
  stops.push(async () => {
    watchers.stop();
    await line.stop();
  });
  return { watchers, heard };
}

test("a test ends once when the last of its watchers has left", async () => {
  const { watchers } = await process("one");
  const other = await process("two");
  const leave = watchers.watch("w1", "r1");
  const leaveToo = watchers.watch("w1", "r1");
  leave();
  leave();
  const back = watchers.watch("w1", "r1");
  leaveToo();
  back();
  await until(() => ended.length > 0);
  // A second test, begun and left later, ends as well; the first one never again.
  other.watchers.watch("w2", "r2")();
  await until(() => ended.length > 1);
  assert.deepEqual(ended, ["one ends w1 r1", "two ends w2 r2"]);
});

test("a test that is watched in another process goes on until it is left there too", async () => {
  // Should the answer not come, it would take an hour: nothing here hangs on being quick.
  const one = await process("one", { answerMs: 3_600_000 });
  const two = await process("two");
  const leave = two.watchers.watch("w1", "r1");
  one.watchers.watch("w1", "r1")();
  await until(() => one.heard.includes("here r1 two"));
  assert.deepEqual(ended, []);
  leave();
  await until(() => ended.length > 0);
  assert.deepEqual(ended, ["two ends w1 r1"]);
});

test("a test that has ended is asked after no more", async () => {
  const { watchers, heard } = await process("one");
  const leave = watchers.watch("w1", "r1");
  watchers.forget("r1");
  leave();
  watchers.watch("w1", "r2")();
  await until(() => ended.length > 0);
  assert.deepEqual(ended, ["one ends w1 r2"]);
  assert.equal(
    heard.some((said) => said.includes("r1")),
    false,
  );
});
