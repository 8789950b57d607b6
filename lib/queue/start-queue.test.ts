import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, beforeEach, test } from "node:test";
import pg from "pg";
import { createTestDatabase, type TestDatabase } from "#lib/db/migrate/test-database.ts";
import { inTransaction } from "#lib/db/queue/in-transaction.ts";
import { installQueue } from "#lib/db/queue/install-queue.ts";
import { mailQueue, runQueue } from "#lib/db/queue/queues.ts";
import { type RunningQueue, startQueue } from "./start-queue.ts";

const log = { warn: () => undefined };
let database: TestDatabase;
let pool: pg.Pool;
let web: RunningQueue;
let worker: RunningQueue;
before(async () => {
  database = await createTestDatabase();
  pool = new pg.Pool({ connectionString: database.url, max: 4 });
  pool.on("error", () => undefined); // dropping the database ends idle connections
  web = await startQueue({ databaseUrl: database.url, roles: ["web"], log });
  worker = await startQueue({ databaseUrl: database.url, roles: ["worker"], log });
});
after(async () => {
  await Promise.all([web.stop(), worker.stop()]);
  await pool.end();
  await database.drop();
});
beforeEach(() => pool.query("DELETE FROM pgboss.job"));

const ring = (...runIds: string[]) =>
  inTransaction(pool, (client) =>
    web.ring(
      client,
      runIds.map((runId) => ({ runId, workspaceId: "w1" })),
    ),
  );
const takeAll = () =>
  inTransaction(pool, async (client) => {
    const held = await worker.fetch(client, { limit: 100 });
    await worker.drop(
      client,
      held.map(({ jobId }) => jobId),
    );
    return held.map(({ runId }) => runId);
  });

test("a doorbell is heard in another process, once, however often it was rung", async () => {
  const heard = Promise.withResolvers<void>();
  const stop = worker.onRing(() => heard.resolve());
  const runId = randomUUID();
  await ring(runId, "a-name-of-its-own");
  await ring(runId, "a-name-of-its-own");
  await heard.promise;
  stop();
  assert.deepEqual((await takeAll()).sort(), [runId, "a-name-of-its-own"].sort());
  await ring(runId);
  assert.deepEqual(await takeAll(), [runId]);
});

test("what is rolled back was never rung, and what was held is free again", async () => {
  const undone = new Error("undone");
  const rejected = inTransaction(pool, async (client) => {
    await web.ring(client, [{ runId: randomUUID(), workspaceId: "w1" }]);
    throw undone;
  });
  await assert.rejects(rejected, undone);
  assert.deepEqual(await takeAll(), []);
  const runId = randomUUID();
  await ring(runId);
  await assert.rejects(
    inTransaction(pool, async (client) => {
      assert.equal((await worker.fetch(client, { limit: 1 })).length, 1);
      assert.deepEqual(await takeAll(), []);
      throw undone;
    }),
    undone,
  );
  assert.deepEqual(await takeAll(), [runId]);
});

test("a connection lost within a transaction is not used again", async () => {
  await assert.rejects(
    inTransaction(pool, (client) => client.query("SELECT pg_terminate_backend(pg_backend_pid())")),
  );
  assert.deepEqual(await takeAll(), []);
});

test("several processes may install at once, again and again, the queue with a table of its own", async () => {
  const empty = await createTestDatabase();
  const own = new pg.Client({ connectionString: empty.url });
  await own.connect();
  await own.query("DROP SCHEMA pgboss CASCADE");
  await Promise.all([installQueue(empty.url), installQueue(empty.url), installQueue(empty.url)]);
  await installQueue(empty.url);
  const { rows } = await own.query<{ name: string; partition: boolean; notify: boolean }>(
    "SELECT name, partition, notify FROM pgboss.queue WHERE name !~ '^__pgboss' ORDER BY name DESC",
  );
  assert.deepEqual(rows, [
    { name: runQueue, partition: true, notify: true },
    { name: mailQueue, partition: false, notify: false },
  ]);
  await own.end();
  await empty.drop();
});
