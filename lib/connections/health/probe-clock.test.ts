import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, beforeEach, describe, it } from "node:test";
import type { Actor } from "#lib/access/contract.ts";
import { createDatabase, type Database } from "#lib/db/client.ts";
import { createTestDatabase, type TestDatabase } from "#lib/db/migrate/test-database.ts";
import { readAllowList } from "#lib/http/allow-list.ts";
import { createHttpClient, type HttpClient } from "#lib/http/client.ts";
import { createEgressGuard } from "#lib/http/egress-guard.ts";
import { createConnectionStore } from "../connection-store.ts";
import type { ConnectionStore } from "../contract.ts";
import { createKeyRing } from "../key-ring.ts";
import { ProbeClock } from "./probe-clock.ts";

let testDatabase: TestDatabase;
let database: Database;
let http: HttpClient;
let store: ConnectionStore;
let provider: Server;
let status = 200;
let tested = 0;
let onTest: () => Promise<void>;
let testUrl: string;

const admin: Actor = {
  ...{ userId: "u1", name: "Ann", workspaceId: "w1", role: "admin" },
  ...{ sessionIdHash: "", ip: "", userAgent: "", requestId: "" },
};
const warnings: object[] = [];

before(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase(testDatabase.url);
  const { prisma, pool } = database;
  const ring = await createKeyRing({
    encryptionKeys: `main:${randomBytes(32).toString("base64")}`,
    ...{ dataDir: "", mayGenerate: false, prisma },
  });
  http = createHttpClient({ allow: ["127.0.0.0/8"] });
  const guard = createEgressGuard(readAllowList(["127.0.0.0/8"]));
  store = createConnectionStore({ prisma, pool, ring, http, guard });
  provider = createServer((_request, response) => {
    tested++;
    void onTest().then(() => response.writeHead(status).end());
  }).listen(0, "127.0.0.1");
  await once(provider, "listening");
  testUrl = `http://127.0.0.1:${(provider.address() as AddressInfo).port}/me`;
  await prisma.workspace.create({ data: { id: "w1", name: "W", slug: "w1" } });
});
beforeEach(async () => {
  ({ status, tested } = { status: 200, tested: 0 });
  onTest = async () => undefined;
  await database.prisma.connection.deleteMany();
});
after(async () => {
  provider.closeAllConnections();
  provider.close();
  await http.close();
  await database.close();
  await testDatabase.drop();
  assert.deepEqual(warnings, []);
});

const newClock = () =>
  new ProbeClock({
    ...{ pool: database.pool, connections: store, random: () => 0.5 },
    log: { warn: (facts) => warnings.push(facts) },
  });

const create = (name: string, values: { [key: string]: string } = {}) =>
  store.create(admin, {
    ...{ name, kind: "bearer" },
    values: { token: "sk-0123456789", testUrl, allowInsecure: "true", ...values },
  });

async function summaryOf(id: string) {
  const found = (await store.list(admin)).find((each) => each.id === id);
  assert.ok(found);
  return found;
}

/** Makes every connection due, as if its time had come. */
const makeDue = () =>
  database.pool.query("UPDATE connections SET next_probe_at = now() - interval '1 second'");
const hoursUntil = (at: string) => Math.round((Date.parse(at) - Date.now()) / 36_000) / 100;

describe("a connection that is due", () => {
  it("is tested, and again in six hours", async () => {
    const { id } = await create("Shop");
    await newClock().round();
    const { state, lastTest, probing, attention } = await summaryOf(id);
    assert.deepEqual([state, lastTest?.ok, attention, tested], ["ok", true, null, 1]);
    assert.equal(hoursUntil(probing.nextAt), 6);
    await newClock().round();
    assert.equal(tested, 1, "it is not due any more");
  });

  it("needs somebody when it goes on failing, hourly, and is cleared when it recovers", async () => {
    const { id } = await create("Shop");
    status = 503;
    await newClock().round();
    assert.equal((await summaryOf(id)).attention, null, "once may pass");
    assert.equal(hoursUntil((await summaryOf(id)).probing.nextAt), 1);
    await makeDue();
    await newClock().round();
    const failing = await summaryOf(id);
    assert.deepEqual([failing.state, failing.attention?.code], ["attention", "probe_failing"]);
    assert.match(failing.attention?.message ?? "", /has a problem of its own \(status 503\)/);
    status = 200;
    await makeDue();
    await newClock().round();
    const well = await summaryOf(id);
    assert.deepEqual([well.state, well.attention], ["ok", null]);
  });

  it("a test by hand that succeeds clears it too; a new secret is tested at once", async () => {
    const { id } = await create("Shop");
    status = 401;
    await newClock().round();
    assert.equal((await summaryOf(id)).attention?.code, "probe_failing");
    status = 200;
    assert.equal((await store.test(admin, id)).attention, null);
    await store.update(admin, id, { values: { token: "sk-9876543210" } });
    await newClock().round();
    assert.equal(tested, 3);
  });

  it("is tested by one process, however many look", async () => {
    for (let count = 0; count < 12; count++) await create(`Shop ${count}`);
    await Promise.all(Array.from({ length: 4 }, () => newClock().round()));
    while (await newClock().round());
    assert.equal(tested, 12);
  });

  it("that was changed while it was tested keeps nothing of the old outcome", async () => {
    const { id } = await create("Shop");
    status = 401;
    onTest = async () => {
      onTest = async () => undefined;
      await store.update(admin, id, { values: { token: "sk-another-secret" } });
    };
    await newClock().round();
    const { lastTest, attention } = await summaryOf(id);
    assert.deepEqual([lastTest, attention], [null, null]);
  });

  it("is left alone when an admin says so, on record", async () => {
    const { id } = await create("Shop");
    await assert.rejects(store.setProbing({ ...admin, role: "editor" }, id, 0), {
      code: "not_permitted",
    });
    await assert.rejects(store.setProbing({ ...admin, workspaceId: "w2" }, id, 0), {
      code: "not_found",
    });
    await store.setProbing(admin, id, 0);
    await makeDue();
    await newClock().round();
    assert.equal(tested, 0);
    const entry = await database.prisma.auditEntry.findFirstOrThrow({ orderBy: { id: "desc" } });
    assert.equal(entry.action, "connection.probing");
    await store.setProbing(admin, id, 60);
    await newClock().round();
    assert.equal(tested, 1);
    assert.equal(hoursUntil((await summaryOf(id)).probing.nextAt), 1);
  });

  it("without a test address says nothing, and is not looked at all the time", async () => {
    const { id } = await create("Shop", { testUrl: "" });
    await newClock().round();
    const { state, probing } = await summaryOf(id);
    assert.deepEqual([state, tested, hoursUntil(probing.nextAt)], ["untested", 0, 6]);
  });

  it("whose tester died is tested by the next after two minutes", async () => {
    const { id } = await create("Shop");
    const dying = new ProbeClock({
      pool: database.pool,
      // It is killed in the middle: nothing is ever written.
      connections: { probe: () => new Promise(() => undefined) },
      log: { warn: () => undefined },
    });
    void dying.round();
    const due = () => summaryOf(id).then(({ probing }) => Date.parse(probing.nextAt) - Date.now());
    while ((await due()) <= 0);
    assert.ok((await due()) > 110_000 && (await due()) <= 120_000);
    await newClock().round();
    assert.equal(tested, 0);
    await database.pool.query("UPDATE connections SET next_probe_at = now() - interval '1 second'");
    await newClock().round();
    assert.equal(tested, 1);
  });
});

describe("the end of a credential", () => {
  const exp = Math.floor(Date.now() / 1000) + 5 * 86_400;
  const jwt = `e30.${Buffer.from(JSON.stringify({ exp })).toString("base64url")}.c2ln`;
  const expected = new Date(exp * 1000).toISOString();

  it("is read when it is saved, typed in or from the token, and goes with it", async () => {
    const { id, expiresAt } = await create("Shop", { token: jwt });
    assert.equal(expiresAt, expected);
    const typed = await store.update(admin, id, {
      values: { token: "sk-0123456789" },
      expiresAt: "2031-01-02T12:00:00.000Z",
    });
    assert.equal(typed.expiresAt, "2031-01-02T12:00:00.000Z");
    assert.equal((await store.update(admin, id, { expiresAt: null })).expiresAt, null);
    await assert.rejects(store.update(admin, id, { expiresAt: "soon" }), { code: "invalid_input" });
  });

  it("of a credential from before is found with its next test", async () => {
    const { id } = await create("Shop", { token: jwt });
    await database.pool.query(
      "UPDATE connections SET expires_at = NULL, next_probe_at = now() - interval '1 second'",
    );
    await newClock().round();
    assert.equal((await summaryOf(id)).expiresAt, expected);
  });

  it("that its provider has told stays when only the name changes", async () => {
    const { id } = await create("Shop");
    const end = new Date(Date.now() + 86_400_000);
    await database.prisma.connection.update({ where: { id }, data: { expiresAt: end } });
    const renamed = await store.update(admin, id, { name: "Shop 2" });
    assert.equal(renamed.expiresAt, end.toISOString());
  });
});
