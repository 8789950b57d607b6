import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { after, before, beforeEach, describe, it } from "node:test";
import type { Actor, Role } from "#lib/access/contract.ts";
import { pruneCircuits } from "#lib/db/circuits/circuit-rows.ts";
import { createDatabase, type Database } from "#lib/db/client.ts";
import { createTestDatabase, type TestDatabase } from "#lib/db/migrate/test-database.ts";
import { createNoticeLine, type NoticeLine } from "#lib/db/notice-line.ts";
import { createHttpClient, type HttpClient } from "#lib/http/client.ts";
import { Circuits } from "./circuits.ts";
import { createCircuitService } from "./create-circuit-service.ts";
import { guardedClient } from "./guarded-client.ts";

let testDatabase: TestDatabase;
let http: HttpClient;
let server: Server;
let host: string;
let received: string[] = [];
let answer: (path: string) => { status: number; headers?: Record<string, string> } | null;
const opened: { database: Database; line: NoticeLine; circuits: Circuits }[] = [];

before(async () => {
  testDatabase = await createTestDatabase();
  http = createHttpClient({ allow: ["127.0.0.0/8"] });
  server = createServer((request, response) => {
    received.push(request.url ?? "");
    const told = answer(request.url ?? "");
    if (told !== null) response.writeHead(told.status, told.headers).end("{}");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  received = [];
  answer = () => ({ status: 200 });
});
after(async () => {
  server.closeAllConnections();
  server.close();
  await http.close();
  for (const { database, line, circuits } of opened) {
    await circuits.stop();
    await line.stop();
    await database.close();
  }
  await testDatabase.drop();
});

let workspaces = 0;
const warnings: unknown[] = [];

/** What one process has: a pool, a line and circuits of its own over the same database. */
async function openProcess() {
  const database = createDatabase(testDatabase.url);
  const queries: string[] = [];
  const { pool } = database;
  const query = pool.query.bind(pool) as (...args: unknown[]) => unknown;
  pool.query = ((...args: unknown[]) => {
    queries.push(JSON.stringify(args[0]));
    return query(...args);
  }) as typeof pool.query;
  const connect = pool.connect.bind(pool) as (...args: unknown[]) => unknown;
  pool.connect = ((...args: unknown[]) => {
    queries.push("connect");
    return connect(...args);
  }) as typeof pool.connect;
  const line = createNoticeLine(pool, () => undefined);
  const log = { warn: (facts: object) => warnings.push(facts) };
  const circuits = new Circuits({ pool, line, log });
  await line.start();
  await circuits.start();
  opened.push({ database, line, circuits });
  return { database, circuits, queries };
}

/** A workspace of the test's own whose circuits open after `failures` for `openMs`. */
async function newWorkspace(failures: number, openSeconds: number): Promise<string> {
  const id = `w${++workspaces}`;
  const { database } = opened[0] ?? (await openProcess());
  await database.prisma.workspace.create({ data: { id, name: id, slug: id } });
  await database.prisma.connectionCare.create({
    data: { workspaceId: id, circuitFailures: failures, circuitOpenSeconds: openSeconds },
  });
  return id;
}

function actor(workspaceId: string, role: Role = "operator"): Actor {
  return {
    ...{ userId: "u1", name: "Ann", workspaceId, role },
    ...{ sessionIdHash: "", ip: "", userAgent: "", requestId: "" },
  };
}

const client = (circuits: Circuits, workspaceId: string, connectionId = "") =>
  guardedClient(http, circuits, { workspaceId, connectionId });
const get = (from: HttpClient, path = "/", timeoutMs = 5_000) =>
  from.request({ method: "GET", url: `http://${host}${path}`, timeoutMs });
const codeOf = (request: Promise<unknown>) =>
  request.then(
    () => "answered",
    (error: { code: string }) => error.code,
  );

function refuses(circuits: Circuits, workspaceId: string): boolean {
  try {
    circuits.enter({ workspaceId, connectionId: "", host }, 1_000);
    return false;
  } catch {
    return true;
  }
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const giveUp = Date.now() + 20_000;
  while (!(await condition())) {
    if (Date.now() > giveUp) throw new Error("the condition did not come about");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

it("a backup's call where its primary called before counts as a probe only", async () => {
  const { circuits, database } = opened[0] ?? (await openProcess());
  const workspaceId = await newWorkspace(2, 1);
  const called = new Set<string>();
  const scope = { workspaceId, connectionId: "" };
  const primary = guardedClient(http, circuits, scope, { side: "primary", called });
  const backup = guardedClient(http, circuits, scope, { side: "backup", called });
  const stateNow = async () => {
    const row = await database.prisma.circuitState.findFirst({ where: { workspaceId } });
    return [row?.state, row?.failures];
  };
  answer = (path) => ({ status: path === "/second" ? 200 : 500 });
  await get(primary);
  assert.equal((await get(backup, "/second")).status, 200);
  assert.equal((await get(backup, "/first")).status, 500);
  assert.deepEqual(await stateNow(), ["closed", 1]);
  await get(primary);
  assert.deepEqual(await stateNow(), ["open", 2]);
  await until(async () => (await codeOf(get(backup, "/second"))) === "answered");
  assert.deepEqual(await stateNow(), ["closed", 0]);
});

describe("a host that is well", () => {
  it("costs no query, however often it is called", async () => {
    const { circuits, queries } = await openProcess();
    const own = client(circuits, await newWorkspace(5, 30));
    queries.length = 0;
    for (let count = 0; count < 20; count++) await get(own);
    assert.deepEqual(queries, []);
    assert.equal(received.length, 20);
  });

  it("a 4xx says that it is there", async () => {
    const { circuits } = await openProcess();
    const own = client(circuits, await newWorkspace(2, 30));
    answer = () => ({ status: 404 });
    for (let count = 0; count < 5; count++) assert.equal((await get(own)).status, 404);
    assert.equal(received.length, 5);
  });
});

describe("a host that fails", () => {
  it("is refused at once in every process, in plain words, and tried again by one request", async () => {
    const one = await openProcess();
    const two = await openProcess();
    const workspaceId = await newWorkspace(3, 1);
    const here = client(one.circuits, workspaceId);
    const there = client(two.circuits, workspaceId);
    answer = () => ({ status: 503 });
    // Failures of both processes count together.
    assert.equal((await get(here)).status, 503);
    assert.equal((await get(there)).status, 503);
    assert.equal((await get(here)).status, 503);
    const error = await get(here).catch((refused: unknown) => refused as Error & { code: string });
    assert.ok("code" in error);
    assert.equal(error.code, "circuit_open");
    assert.match(error.message, /failed 3 times in a row; Patchbay tries again in 1 s\.$/);
    // Heard of, without a request to find out by.
    await until(() => refuses(two.circuits, workspaceId));
    assert.equal(await codeOf(get(there)), "circuit_open");
    assert.equal(received.length, 3, "nothing was sent while it was open");

    // It is back: of many requests in two processes, one finds out, and then all get through.
    answer = () => ({ status: 200 });
    await until(() =>
      received.length > 3
        ? true
        : Promise.all([
            ...Array.from({ length: 5 }, () => codeOf(get(here, "/probe"))),
            ...Array.from({ length: 5 }, () => codeOf(get(there, "/probe"))),
          ]).then(() => false),
    );
    await until(async () => (await codeOf(get(there, "/later"))) === "answered");
    assert.equal(await codeOf(get(here, "/later")), "answered");
  });

  it("lets one probe through over all processes", async () => {
    const one = await openProcess();
    const two = await openProcess();
    const workspaceId = await newWorkspace(1, 1);
    const clients = [client(one.circuits, workspaceId), client(two.circuits, workspaceId)];
    answer = () => ({ status: 500 });
    await get(clients[0] as HttpClient);
    await until(() => one.circuits.refresh().then(() => true));
    await two.circuits.refresh();
    received = [];
    // The probe gets no answer yet: everybody else is refused meanwhile.
    answer = () => null;
    const ends: string[] = [];
    const giveUp = Date.now() + 20_000;
    const pending: Promise<unknown>[] = [];
    while (received.length === 0 && Date.now() < giveUp) {
      for (const each of clients)
        for (let count = 0; count < 4; count++)
          pending.push(codeOf(get(each, "/probe", 1_500)).then((code) => ends.push(code)));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await Promise.all(pending);
    assert.equal(received.length, 1, "one request was sent");
    assert.equal(ends.filter((code) => code === "upstream_timeout").length, 1);
    assert.ok(ends.filter((code) => code === "circuit_open").length >= 7);
  });

  it("counts what did not connect and what took too long; a cancelled run tells nothing", async () => {
    const { circuits, database } = await openProcess();
    const workspaceId = await newWorkspace(3, 30);
    const own = client(circuits, workspaceId);
    answer = () => null;
    assert.equal(await codeOf(get(own, "/slow", 100)), "upstream_timeout");
    const cancel = new AbortController();
    const cancelled = own.request({ method: "GET", url: `http://${host}/`, signal: cancel.signal });
    cancel.abort(new Error("somebody cancelled"));
    assert.equal(await codeOf(cancelled), "run_canceled");
    const row = await database.prisma.circuitState.findFirstOrThrow({ where: { workspaceId } });
    assert.equal(row.failures, 1);
    const closedPort = { method: "GET", url: "http://127.0.0.1:1/" };
    for (let count = 0; count < 3; count++)
      assert.equal(await codeOf(own.request(closedPort)), "upstream_unreachable");
    assert.equal(await codeOf(own.request(closedPort)), "circuit_open");
    assert.equal(
      await codeOf(get(own, "/other", 100)),
      "upstream_timeout",
      "another host is called",
    );
  });

  it("is left alone for as long as it asks by Retry-After", async () => {
    const { circuits, database } = await openProcess();
    const workspaceId = await newWorkspace(1, 1);
    answer = () => ({ status: 429, headers: { "retry-after": "120" } });
    assert.equal((await get(client(circuits, workspaceId))).status, 429);
    const row = await database.prisma.circuitState.findFirstOrThrow({ where: { workspaceId } });
    const seconds = (Number(row.retryAt) - Date.now()) / 1000;
    assert.ok(seconds > 110 && seconds <= 121, String(seconds));
  });

  it("belongs to its connection: another one, and another workspace, still calls it", async () => {
    const { circuits } = await openProcess();
    const workspaceId = await newWorkspace(1, 30);
    answer = () => ({ status: 500 });
    await get(client(circuits, workspaceId, "one"));
    assert.equal(await codeOf(get(client(circuits, workspaceId, "one"))), "circuit_open");
    assert.equal(await codeOf(get(client(circuits, workspaceId, "two"))), "answered");
    const elsewhere = await newWorkspace(1, 30);
    assert.equal(await codeOf(get(client(circuits, elsewhere, "one"))), "answered");
  });

  it("that comes and goes opens and closes each time, and is told of once", async () => {
    const { circuits, database } = await openProcess();
    const workspaceId = await newWorkspace(1, 1);
    const own = client(circuits, workspaceId);
    for (let round = 0; round < 3; round++) {
      answer = () => ({ status: 500 });
      await get(own);
      assert.equal(await codeOf(get(own)), "circuit_open");
      answer = () => ({ status: 200 });
      await until(async () => (await codeOf(get(own))) === "answered");
    }
    const alerts = await database.prisma.alert.findMany({
      where: { workspaceId },
      orderBy: { at: "asc" },
    });
    assert.deepEqual(
      alerts.map(({ event }) => event),
      ["circuit.opened", "circuit.closed"],
    );
  });
});

describe("a process that is killed while it finds out", () => {
  it("holds the others up until its time is over, and no longer", async () => {
    const { circuits, database } = await openProcess();
    const workspaceId = await newWorkspace(1, 1);
    const own = client(circuits, workspaceId);
    answer = () => ({ status: 500 });
    await get(own);
    await database.pool.query(
      "UPDATE circuit_states SET retry_at = now() WHERE workspace_id = $1",
      [workspaceId],
    );
    const script = join(import.meta.dirname, "hold-probe.fixture.ts");
    const child = spawn(
      process.execPath,
      [
        "--disable-warning=ExperimentalWarning",
        script,
        testDatabase.url,
        workspaceId,
        host,
        "1500",
      ],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    const [said] = (await once(child.stdout, "data")) as [Buffer];
    assert.equal(said.toString().trim(), "probing");
    child.kill("SIGKILL");
    await once(child, "exit");

    received = [];
    answer = () => ({ status: 200 });
    await circuits.refresh();
    assert.equal(await codeOf(get(own)), "circuit_open", "its time is not over yet");
    await until(async () => (await codeOf(get(own))) === "answered");
    const row = await database.prisma.circuitState.findFirstOrThrow({ where: { workspaceId } });
    assert.equal(row.state, "closed");
    assert.equal(received.length, 1);
  });
});

describe("an operator", () => {
  it("sees what is open, and closes it on record", async () => {
    const { circuits, database } = await openProcess();
    const { prisma, pool } = database;
    const workspaceId = await newWorkspace(1, 300);
    const desk = createCircuitService({ prisma, pool, circuits });
    const own = client(circuits, workspaceId);
    answer = () => ({ status: 500 });
    await get(own);
    const [circuit, ...others] = await desk.list(actor(workspaceId));
    assert.deepEqual(others, []);
    assert.deepEqual(
      [circuit?.host, circuit?.state, circuit?.reason, circuit?.connection],
      [host, "open", `${host} answered 500.`, null],
    );
    const id = circuit?.id ?? "";
    await assert.rejects(desk.close(actor(workspaceId, "editor"), id), { code: "not_permitted" });
    const elsewhere = await newWorkspace(1, 1);
    assert.deepEqual(await desk.list(actor(elsewhere)), []);
    await assert.rejects(desk.close(actor(elsewhere), id), { code: "not_found" });
    assert.equal(await codeOf(get(own)), "circuit_open");

    await desk.close(actor(workspaceId), id);
    assert.deepEqual(await desk.list(actor(workspaceId)), []);
    answer = () => ({ status: 200 });
    assert.equal(await codeOf(get(own)), "answered");
    const entry = await prisma.auditEntry.findFirstOrThrow({ orderBy: { id: "desc" } });
    assert.deepEqual([entry.action, entry.targetName], ["circuit.close", host]);
  });

  it("what another process closed is heard of here", async () => {
    const one = await openProcess();
    const two = await openProcess();
    const workspaceId = await newWorkspace(1, 300);
    answer = () => ({ status: 500 });
    await get(client(one.circuits, workspaceId));
    const { prisma, pool } = two.database;
    const desk = createCircuitService({ prisma, pool, circuits: two.circuits });
    const [circuit] = await desk.list(actor(workspaceId));
    await desk.close(actor(workspaceId), circuit?.id ?? "");
    answer = () => ({ status: 200 });
    await until(async () => (await codeOf(get(client(one.circuits, workspaceId)))) === "answered");
  });
});

it("what nobody calls any more, or whose connection was deleted, concerns nobody", async () => {
  const { circuits, database } = await openProcess();
  const { prisma, pool } = database;
  const workspaceId = await newWorkspace(1, 300);
  const desk = createCircuitService({ prisma, pool, circuits });
  const names = async () =>
    (await desk.list(actor(workspaceId))).map(({ connection }) => connection?.name ?? null);
  const data = { workspaceId, name: "Shop", kind: "bearer", envelope: {} };
  await prisma.connection.create({ data: { id: `shop-${workspaceId}`, ...data } });
  answer = () => ({ status: 500 });
  await get(client(circuits, workspaceId));
  await get(client(circuits, workspaceId, `shop-${workspaceId}`));
  assert.deepEqual(await names(), ["Shop", null]);
  await prisma.connection.updateMany({ where: { workspaceId }, data: { deletedAt: new Date() } });
  assert.deepEqual(await names(), [null]);
  await pruneCircuits(pool);
  assert.deepEqual(await names(), [null]);
  await pool.query(
    `UPDATE circuit_states SET changed_at = now() - interval '25 hours',
       retry_at = now() - interval '25 hours' WHERE workspace_id = $1`,
    [workspaceId],
  );
  await pruneCircuits(pool);
  await circuits.refresh();
  assert.deepEqual(await names(), []);
  assert.equal(await codeOf(get(client(circuits, workspaceId))), "answered");
});

it("nothing went wrong unseen", () => assert.deepEqual(warnings, []));
