import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, beforeEach, test } from "node:test";
import { listConnectionUses } from "#lib/db/connections/connection-uses.ts";
import { createHttpClient, type HttpClient } from "#lib/http/client.ts";
import {
  done,
  drawFlow,
  openBench,
  startInput,
  type TestNode,
  testNodes,
} from "#lib/runs/run-bench.fixture.ts";
import { UsageLog } from "./usage-log.ts";

let bench: Awaited<ReturnType<typeof openBench>>;
let server: Server;
let origin: string;
let http: HttpClient;
let answered = 0;

before(async () => {
  bench = await openBench();
  http = createHttpClient({ allow: ["127.0.0.0/8"] });
  server = createServer((_request, response) => {
    answered++;
    response.writeHead(answered === 1 ? 201 : 404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(async () => {
  server.closeAllConnections();
  server.close();
  await http.close();
  await bench.close();
});
beforeEach(async () => {
  await bench.pool.query("DELETE FROM connection_uses");
});

const uses = (connectionId?: string) =>
  listConnectionUses(bench.pool, "w1", connectionId, null, 100);

/** A step that sends three requests: two are answered, one is refused. */
const calls: TestNode["run"] = async ({ http: client }) => {
  await client.request({ method: "POST", url: `${origin}/orders/7?key=top-secret` });
  await client.request({ method: "get", url: `${origin}/bot/hunter2-hunter2/send` });
  await client.request({ method: "GET", url: "http://10.0.0.1/x" }).catch(() => undefined);
  return done(null);
};

test("every request of a step that uses a connection is noted, without query and secrets", async () => {
  const usage = new UsageLog({ pool: bench.pool, onError: assert.ifError, everyMs: 60_000 });
  const nodes = {
    ...testNodes,
    call: { connection: true, run: calls },
    anonymous: { run: calls },
  };
  const runs = await bench.service(nodes, { http, usage });
  const target = await bench.flow(
    drawFlow(
      {
        start: { type: "start" },
        call: { type: "call", connectionId: "c1" },
        anonymous: { type: "anonymous" },
      },
      ["start -> call", "call -> anonymous"],
    ),
  );
  const { runId, result } = runs.start(startInput(target));
  assert.equal((await result).state, "succeeded");
  assert.deepEqual(await uses(), [], "nothing waits for it");
  await usage.flush();
  const noted = await uses("c1");
  assert.deepEqual(
    noted.reverse().map((use) => [use.operation, use.status, use.errorCode]),
    [
      ["POST /orders/7", 201, null],
      ["GET /bot/[redacted]/send", 404, null],
      ["GET /x", null, "egress_refused"],
    ],
  );
  for (const use of noted) {
    assert.deepEqual([use.flowId, use.flowName, use.runId], ["f1", "Orders", runId]);
    assert.ok(use.durationMs >= 0 && use.nodeId !== "");
  }
  assert.deepEqual(
    noted.map(({ host }) => host),
    [new URL(origin).host, new URL(origin).host, "10.0.0.1"],
  );
  assert.deepEqual(await uses("c2"), []);
});

const use = (runId: string) => ({
  ...{ workspaceId: "w1", connectionId: "c1", flowId: "f1", runId, nodeId: "n" },
  ...{ at: new Date().toISOString(), host: "example.com", operation: "GET /", status: 200 },
  ...{ errorCode: null, durationMs: 5 },
});

test("many uses are a few statements, and those of a bad moment are written later", async () => {
  let statements = 0;
  let broken = true;
  const errors: unknown[] = [];
  const usage = new UsageLog({
    pool: {
      query: ((...query: Parameters<typeof bench.pool.query>) => {
        statements++;
        if (broken) return Promise.reject(new Error("no database"));
        return bench.pool.query(...query);
      }) as typeof bench.pool.query /* the overloads fold into one */,
    },
    onError: (error) => errors.push(error),
    everyMs: 60_000,
  });
  for (let n = 0; n < 1_200; n++) usage.add(use(`r${n}`));
  await usage.flush();
  assert.equal(errors.length, 1);
  broken = false;
  await usage.flush();
  assert.equal(statements, 4);
  const { rows } = await bench.pool.query(
    "SELECT count(DISTINCT run_id)::int AS n FROM connection_uses",
  );
  assert.equal(rows[0].n, 1_200);
});

test("while the database is away, memory has an end", async () => {
  const errors: Error[] = [];
  let broken = true;
  const usage = new UsageLog({
    pool: {
      query: (async () => {
        if (broken) throw new Error("no database");
      }) as unknown as typeof bench.pool.query /* only rejects or resolves here */,
    },
    onError: (error) => errors.push(error as Error),
    everyMs: 60_000,
  });
  for (let n = 0; n < 20_050; n++) usage.add(use("r"));
  await usage.flush();
  broken = false;
  await usage.flush();
  assert.equal(errors.at(-1)?.message, "50 uses of connections could not be noted");
});
