import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, beforeEach, describe, it } from "node:test";
import { Circuits } from "#lib/circuits/circuits.ts";
import { createNoticeLine, type NoticeLine } from "#lib/db/notice-line.ts";
import type { JsonObject } from "#lib/flow/json.ts";
import { createHttpClient, type HttpClient } from "#lib/http/client.ts";
import { definitionOf } from "#lib/nodes/catalog.ts";
import { executors } from "#lib/nodes/executors.ts";
import { createOffload, type Offload } from "#lib/offload/offload.ts";
import type { RunService } from "./contract.ts";
import { drawFlow, openBench, startInput, until } from "./run-bench.fixture.ts";

type Upstream = Awaited<ReturnType<typeof startUpstream>>;

const secrets: { [id: string]: string } = {
  "main-key": "tok-main-0123456789",
  "tied-key": "tok-tied-5555555555",
  "spare-key": "tok-spare-9876543210",
};

let bench: Awaited<ReturnType<typeof openBench>>;
let main: Upstream;
let spare: Upstream;
let http: HttpClient;
let offload: Offload;
const lines: NoticeLine[] = [];
const opened: Circuits[] = [];

before(async () => {
  bench = await openBench();
  main = await startUpstream();
  spare = await startUpstream();
  http = createHttpClient({ allow: ["127.0.0.0/8"] });
  offload = createOffload();
});
beforeEach(async () => {
  for (const upstream of [main, spare]) {
    upstream.received.length = 0;
    upstream.answer = upstream.well;
  }
  await bench.pool.query("DELETE FROM circuit_states");
  await Promise.all(opened.map((circuits) => circuits.refresh()));
});
after(async () => {
  await Promise.all(opened.map((circuits) => circuits.stop()));
  await Promise.all(lines.map((line) => line.stop()));
  await bench.close();
  await http.close();
  offload.close();
  await Promise.all([main.close(), spare.close()]);
});

/** A process with circuits of its own over the bench's database. */
async function openProcess(): Promise<RunService> {
  const line = createNoticeLine(bench.pool, () => undefined);
  lines.push(line);
  const circuits = new Circuits({ pool: bench.pool, line, log: { warn: () => undefined } });
  await line.start();
  await circuits.start();
  opened.push(circuits);
  return await bench.service(
    {},
    {
      ...{ http, offload, circuits, executors, definitionOf },
      connections: {
        resolve: async (_workspaceId, id) => ({
          ...{ id, name: id === "main-key" ? "Main" : "Spare", kind: "bearer" },
          settings: {
            allowInsecure: "true",
            ...(id === "tied-key" && { allowedHosts: main.host }),
          },
          secrets: { token: secrets[id] ?? "" },
        }),
      },
    },
  );
}

function flowOf(call: JsonObject, config: JsonObject) {
  return drawFlow(
    {
      start: { type: "manual-trigger" },
      call: {
        ...{ type: "rest-api", retries: 0, retryPauseMs: 100 },
        connectionId: "main-key",
        ...call,
        config: { url: `${main.url}/orders?page=2`, backupUrl: spare.url, ...config },
      },
    },
    ["start -> call"],
  );
}

async function run(service: RunService, call: JsonObject = {}, config: JsonObject = {}) {
  const target = await bench.flow(flowOf(call, config));
  const { result } = service.start(startInput(target));
  const { runId, state, error, output } = await result;
  const step = (await bench.stepRows(runId)).find(({ node_id }) => node_id === "call");
  return { state, error, output: output as JsonObject, step };
}

const limitCircuit = (failures: number, seconds: number) =>
  bench.pool.query(
    `INSERT INTO connection_care (workspace_id, circuit_failures, circuit_open_seconds)
     VALUES ('w1', $1, $2) ON CONFLICT (workspace_id) DO UPDATE
     SET circuit_failures = $1, circuit_open_seconds = $2`,
    [failures, seconds],
  );

describe("a step with a backup", () => {
  it("calls its primary while that answers", async () => {
    const { state, output, step } = await run(await openProcess());
    assert.deepEqual([state, output.answeredBy, step.backup], ["succeeded", "primary", null]);
    assert.equal(spare.received.length, 0);
  });

  it("uses the backup when every try has failed, at the same path, and says so", async () => {
    main.answer = (response) => response.writeHead(500).end();
    const { state, output, step } = await run(await openProcess(), {
      retries: 2,
      backupConnectionId: "spare-key",
    });
    assert.equal(state, "succeeded");
    assert.equal(output.answeredBy, "backup");
    assert.equal(output.url, `${spare.url}/orders?page=2`);
    assert.deepEqual([main.received.length, spare.received.length, step.attempts], [3, 1, 4]);
    assert.deepEqual(step.backup, {
      connection: "Spare",
      reason: {
        code: "upstream_status",
        message: `${main.host} answered 500 (Internal Server Error).`,
      },
    });
    assert.equal(spare.received[0]?.headers.authorization, `Bearer ${secrets["spare-key"]}`);
  });

  it("without another connection, the same one is used there", async () => {
    main.answer = (response) => response.destroy();
    const { output, step } = await run(await openProcess());
    assert.equal(output.answeredBy, "backup");
    assert.equal(step.backup.connection, null);
    assert.equal(spare.received[0]?.headers.authorization, `Bearer ${secrets["main-key"]}`);
  });

  it("uses another credential at the same address when the first is refused", async () => {
    main.answer = (response, { authorization }) =>
      authorization?.endsWith(String(secrets["spare-key"]))
        ? main.well(response)
        : response.writeHead(401).end();
    const { output } = await run(
      await openProcess(),
      { backupConnectionId: "spare-key" },
      { backupUrl: "" },
    );
    assert.equal(output.answeredBy, "backup");
    assert.equal(main.received.length, 2);
  });

  it("is no way round a mistake of one's own", async () => {
    main.answer = (response) => response.writeHead(404).end();
    const { state, error, step } = await run(await openProcess());
    assert.deepEqual([state, error?.code, step.backup], ["failed", "upstream_status", null]);
    assert.equal(spare.received.length, 0);
  });

  it("fails with the backup's own failure, and keeps what the primary failed with", async () => {
    main.answer = (response) => response.destroy();
    spare.answer = (response) => response.writeHead(502).end();
    const { state, error, step } = await run(await openProcess());
    assert.equal(state, "failed");
    assert.match(error?.message ?? "", new RegExp(`^${spare.host} answered 502`));
    assert.equal(step.backup.reason.code, "upstream_closed");
  });

  it("fails with the primary's failure when the backup could not even be tried", async () => {
    main.answer = (response) => response.writeHead(502).end();
    const { error, step } = await run(await openProcess(), { connectionId: "tied-key" });
    assert.equal(error?.code, "upstream_status");
    assert.match(error?.message ?? "", new RegExp(`^${main.host} answered 502`));
    assert.match(String(error?.next), /The backup could not be tried: .+ may only be/);
    assert.equal(step.backup, null);
    assert.equal(spare.received.length, 0);
  });

  it("works in a test as well", async () => {
    main.answer = (response) => response.writeHead(503).end();
    const service = await openProcess();
    const target = await bench.flow(flowOf({}, {}));
    const { result } = service.start({ ...startInput(target), mode: "test" });
    const { state, output } = await result;
    assert.deepEqual([state, (output as JsonObject).answeredBy], ["succeeded", "backup"]);
  });
});

describe("a request that must not happen twice", () => {
  const post = { method: "POST", timeoutSeconds: 1 };

  it("is not repeated at the backup when it may have taken effect", async () => {
    for (const answer of [
      () => undefined,
      (response: ServerResponse) => response.writeHead(500).end(),
    ]) {
      main.answer = answer;
      const { state, error, step } = await run(await openProcess(), {}, post);
      assert.equal(state, "failed");
      assert.match(error?.next ?? "", /the backup was not used: check on the other side/);
      assert.equal(step.backup, null);
    }
    assert.equal(main.received.length, 2);
    assert.equal(spare.received.length, 0);
  });

  it("is, when the author has said that it may happen twice, with the same key", async () => {
    main.answer = () => undefined;
    const { state, output } = await run(await openProcess(), { whenCutOff: "retry" }, post);
    assert.deepEqual([state, output.answeredBy], ["succeeded", "backup"]);
    const keys = [main, spare].map(({ received }) => received[0]?.headers["idempotency-key"]);
    assert.ok(keys[0] && keys[0] === keys[1], String(keys));
  });

  it("goes to the backup when it cannot have had an effect", async () => {
    const refusing = { ...post, url: "http://127.0.0.1:1/orders" };
    const { state, output } = await run(await openProcess(), {}, refusing);
    assert.deepEqual([state, output.answeredBy], ["succeeded", "backup"]);
    main.answer = (response) => response.writeHead(503).end();
    assert.equal((await run(await openProcess(), {}, post)).output.answeredBy, "backup");
  });
});

describe("while the primary's circuit is open", () => {
  it("the backup answers at once, in every process, until a probe succeeds", async () => {
    await limitCircuit(2, 1);
    const one = await openProcess();
    const two = await openProcess();
    main.answer = (response) => response.writeHead(500).end();
    await run(one);
    await run(two);
    assert.equal(main.received.length, 2);
    await Promise.all(opened.map((circuits) => circuits.refresh()));
    for (const service of [one, two]) {
      const { output, step } = await run(service);
      assert.equal(output.answeredBy, "backup");
      assert.equal(step.backup.reason.code, "circuit_open");
      assert.match(step.backup.reason.message, /failed 2 times in a row/);
    }
    assert.equal(main.received.length, 2, "the primary was left alone");

    main.answer = main.well;
    await until(async () => (await run(one)).output.answeredBy === "primary");
    await until(async () => (await run(two)).output.answeredBy === "primary");
  });

  it("opens although a backup on the primary's own host answers", async () => {
    await limitCircuit(2, 60);
    const service = await openProcess();
    const received: string[] = [];
    main.answer = (response) => {
      const { url = "" } = main.received.at(-1) ?? {};
      received.push(url);
      return url.startsWith("/second") ? main.well(response) : response.writeHead(500).end();
    };
    const shared = { backupUrl: `${main.url}/second` };
    const failures = async () => {
      const { rows } = await bench.pool.query<{ failures: number; state: string }>(
        "SELECT failures, state FROM circuit_states WHERE host = $1",
        [main.host],
      );
      return rows.map((row) => [row.state, row.failures]);
    };
    assert.equal((await run(service, {}, shared)).output.answeredBy, "backup");
    assert.deepEqual(await failures(), [["closed", 1]]);
    // The second failure opens it, so that the backup there cannot be called either.
    assert.equal((await run(service, {}, shared)).error?.code, "upstream_status");
    assert.deepEqual(await failures(), [["open", 2]]);
    assert.equal(received.length, 3);
    // With another connection, the backup has a circuit of its own.
    const apart = await run(service, { backupConnectionId: "spare-key" }, shared);
    assert.equal(apart.output.answeredBy, "backup");
  });

  it("a step without a backup is refused at once, and is not tried again", async () => {
    await limitCircuit(1, 60);
    const service = await openProcess();
    main.answer = (response) => response.writeHead(500).end();
    await run(service, {}, { backupUrl: "" });
    const { error, step } = await run(service, { retries: 5 }, { backupUrl: "" });
    assert.deepEqual([error?.code, step.attempts], ["circuit_open", 1]);
    assert.equal(main.received.length, 1);
  });

  it("a request that must not happen twice goes to the backup too: it was never sent", async () => {
    await limitCircuit(1, 60);
    const service = await openProcess();
    main.answer = (response) => response.writeHead(500).end();
    await run(service, {}, { backupUrl: "" });
    const { output } = await run(service, {}, { method: "POST" });
    assert.equal(output.answeredBy, "backup");
  });
});

async function startUpstream() {
  const received: { url: string; headers: IncomingHttpHeaders }[] = [];
  const well = (response: ServerResponse): unknown =>
    response.writeHead(200, { "content-type": "application/json" }).end('{"ok":true}');
  const upstream = {
    ...{ received, well, url: "", host: "" },
    answer: well as (response: ServerResponse, headers: IncomingHttpHeaders) => unknown,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  const server = createServer((request, response) => {
    received.push({ url: request.url ?? "", headers: request.headers });
    request.resume();
    upstream.answer(response, request.headers);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  upstream.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  upstream.url = `http://${upstream.host}`;
  return upstream;
}
