import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { reserveStart } from "#lib/db/budgets/budget-rows.ts";
import { createDatabase, type Database } from "#lib/db/client.ts";
import { createTestDatabase, type TestDatabase } from "#lib/db/migrate/test-database.ts";
import type { HttpClient, HttpRequest, HttpResponse } from "#lib/http/client.ts";
import { budgetedClient } from "./budgeted-client.ts";
import { Budgets } from "./budgets.ts";
import type { RateLimit } from "./rate-limit.ts";

let testDatabase: TestDatabase;
const databases: Database[] = [];
const warnings: unknown[] = [];
/** Two processes: each with a pool of its own. */
let processes: Budgets[] = [];

before(async () => {
  testDatabase = await createTestDatabase();
  processes = [1, 2].map(() => {
    const database = createDatabase(testDatabase.url);
    databases.push(database);
    return new Budgets({ pool: database.pool, log: { warn: (facts) => warnings.push(facts) } });
  });
  await databases[0]?.prisma.workspace.create({ data: { id: "w1", name: "w1", slug: "w1" } });
});
after(async () => {
  for (const database of databases) await database.close();
  await testDatabase.drop();
});

let connections = 0;
type Sent = { at: number; by: string };

/** A connection of the test's own, as two processes use it; the other side answers as it is told. */
function newConnection(
  limit: RateLimit,
  answer: () => Partial<HttpResponse> | Promise<Partial<HttpResponse>> = () => ({}),
) {
  const sent: Sent[] = [];
  const connectionId = `c${++connections}`;
  const scope = { workspaceId: "w1", connectionId, limit };
  const upstream: HttpClient = {
    async request(request: HttpRequest) {
      sent.push({ at: performance.now(), by: request.headers?.run ?? "" });
      const response = { status: 200, statusText: "", headers: {}, url: request.url, redirects: 0 };
      const timings = {} as HttpResponse["timings"]; // nobody looks at them here
      return { ...response, body: new Uint8Array(), timings, ...(await answer()) };
    },
    close: async () => undefined,
  };
  const clients = processes.map((budgets) => budgetedClient(upstream, budgets, scope));
  const call = (process: number, timeoutMs = 30_000, run = "", host = "api.test") => {
    const client = clients[process % 2];
    assert.ok(client);
    const headers = { run };
    return client.request({ method: "GET", url: `https://${host}/`, timeoutMs, headers });
  };
  return { call, sent };
}

const times = <T>(count: number, work: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => work(index));

describe("rate budgets", () => {
  it("hold over two processes: never more than so many in any second, and all of them come through", async () => {
    const { call, sent } = newConnection({ requests: 10, per: "second" });
    await Promise.all(times(35, (index) => call(index)));
    assert.equal(sent.length, 35);
    const took = Math.max(...sent.map(({ at }) => at)) - Math.min(...sent.map(({ at }) => at));
    assert.ok(took >= 2_900, `took ${took} ms`);
  });

  it("reserve times of which no window holds more than may begin within it", async () => {
    const key = { workspaceId: "w1", connectionId: "reserved", host: "api.test" };
    const starts: number[] = [];
    for (const index of times(35, (each) => each)) {
      const pool = databases[index % 2]?.pool;
      assert.ok(pool);
      await reserveStart(pool, key, { requests: 10, windowMs: 1_000 }, 60_000);
      const { rows } = await pool.query<{ last: string }>(
        "SELECT starts[cardinality(starts)] AS last FROM rate_budgets WHERE connection_id = 'reserved'",
      );
      starts.push(Number(rows[0]?.last));
    }
    for (const [index, at] of starts.entries()) {
      const before = starts[index - 10];
      if (before !== undefined) assert.ok(at - before >= 1_000, `${at - before} ms apart`);
      assert.ok(at >= (starts[index - 1] ?? 0), "in the order in which they were asked for");
    }
  });

  it("refuse with the time to wait, when a step has no time for its turn", async () => {
    const { call, sent } = newConnection({ requests: 2, per: "minute" });
    await Promise.all([call(0), call(1)]);
    await assert.rejects(
      call(0, 1_000),
      (error: { code: string; retryAfterMs: number; fault: string }) => {
        assert.equal(error.code, "rate_limited");
        assert.equal(error.fault, "upstream");
        assert.ok(
          error.retryAfterMs > 50_000 && error.retryAfterMs <= 60_000,
          `${error.retryAfterMs}`,
        );
        return true;
      },
    );
    assert.equal(sent.length, 2);
    await call(1, 1_000, "", "other.test");
  });

  it("pause for everybody when the other side asks for patience, and go on afterwards", async () => {
    let refuses = true;
    const { call, sent } = newConnection({ requests: 100, per: "second" }, () =>
      refuses ? { status: 429, headers: { "retry-after": "2" } } : {},
    );
    assert.equal((await call(0)).status, 429);
    refuses = false;
    await assert.rejects(call(1, 1_000), { code: "rate_limited" });
    assert.equal((await call(1, 10_000)).status, 200);
    const [first, second] = sent;
    assert.ok(first && second && second.at - first.at >= 1_900);
  });

  it("let a second run have its turn while a first one sends many", async () => {
    const { call, sent } = newConnection({ requests: 20, per: "second" });
    // A loop that has five under way at a time, as an engine would.
    let left = 60;
    const loop = times(5, async () => {
      while (left-- > 0) await call(0, 30_000, "loop");
    });
    await new Promise((resolve) => setTimeout(resolve, 500));
    await call(1, 30_000, "other");
    await Promise.all(loop);
    // Behind those that waited already and whatever came while this machine was busy, not behind all.
    const at = sent.findIndex(({ by }) => by === "other");
    assert.ok(at < 50, `${at} were let before it`);
  });

  it("limit how many are under way at once, over both processes", async () => {
    let now = 0;
    let most = 0;
    const { call, sent } = newConnection({ atOnce: 3 }, async () => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setTimeout(resolve, 60));
      now--;
      return {};
    });
    await Promise.all(times(18, (index) => call(index)));
    assert.equal(sent.length, 18);
    assert.equal(most, 3);
  });

  it("end with the run that waits", async () => {
    const [budgets] = processes;
    assert.ok(budgets);
    const key = { workspaceId: "w1", connectionId: "canceled", host: "api.test" };
    const limit: RateLimit = { requests: 1, per: "minute" };
    const times = { patienceMs: 90_000, leaseMs: 1_000 };
    (await budgets.enter(key, limit, times)).over();
    const signal = AbortSignal.timeout(50);
    await assert.rejects(budgets.enter(key, limit, { ...times, signal }), { code: "run_canceled" });
  });

  it("have nothing to complain about", () => assert.deepEqual(warnings, []));
});
