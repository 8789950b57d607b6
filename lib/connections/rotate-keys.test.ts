import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { createDatabase, type Database } from "#lib/db/client.ts";
import { countByKey } from "#lib/db/connections/sealed-records.ts";
import { createTestDatabase, type TestDatabase } from "#lib/db/migrate/test-database.ts";
import { createKeyRing, keyFileIn } from "./key-ring.ts";
import { rotate } from "./rotate-keys.ts";

let testDatabase: TestDatabase;
let database: Database;
let dataDir: string;

before(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase(testDatabase.url);
  await database.prisma.workspace.create({ data: { id: "w1", name: "w1", slug: "w1" } });
});
after(async () => {
  await database.close();
  await testDatabase.drop();
});
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "patchbay-rotate-"));
  await database.prisma.connection.deleteMany();
  await database.prisma.installationFact.deleteMany();
});
afterEach(() => rm(dataDir, { recursive: true }));

const key = (id: string) => `${id}:${randomBytes(32).toString("base64")}`;
const bindingOf = (id: string) => ({ workspaceId: "w1", connectionId: id, kind: "bearer" });
const ringOf = (encryptionKeys?: string) =>
  createKeyRing({
    ...{ encryptionKeys, dataDir, prisma: database.prisma },
    mayGenerate: encryptionKeys === undefined,
  });
const turn = (encryptionKeys?: string) =>
  rotate({
    ...{ pool: database.pool, prisma: database.prisma, encryptionKeys, dataDir },
    keyFile: keyFileIn(dataDir),
  });
type Ring = Awaited<ReturnType<typeof ringOf>>;

async function store(ring: Ring, count: number, from = 0): Promise<void> {
  await database.prisma.connection.createMany({
    data: Array.from({ length: count }, (_, index) => {
      const id = `c${from + index}`;
      const envelope = ring.seal(`secret of ${id}`, bindingOf(id));
      return { ...{ id, workspaceId: "w1", name: id, kind: "bearer", envelope } };
    }),
  });
}

async function readAll(ring: Ring): Promise<number> {
  const rows = await database.prisma.connection.findMany();
  for (const { id, envelope } of rows) {
    assert.equal(ring.open(envelope, bindingOf(id)), `secret of ${id}`);
  }
  return rows.length;
}
const counts = async () =>
  Object.fromEntries(await countByKey(async (sql) => (await database.pool.query(sql)).rows));

describe("a rotation of keys in a file", () => {
  it("puts every secret under a new key, and a running process goes on without a restart", async () => {
    const running = await ringOf();
    const old = running.currentKeyId();
    const derived = running.derive("session");
    await store(running, 120);
    const hidden = { deletedAt: new Date() };
    await database.prisma.connection.update({ where: { id: "c7" }, data: hidden });
    const before = await database.prisma.connection.findMany({ orderBy: { id: "asc" } });
    const { keyId, rewrapped } = await turn();
    assert.notEqual(keyId, old);
    // Every connection, deleted ones too, and the installation's own root.
    assert.equal(rewrapped, 121);
    assert.deepEqual(await counts(), { [keyId]: 121 });
    assert.equal(await readAll(running), 120);
    assert.equal(running.currentKeyId(), keyId);
    // The data itself is as it was: only its key is wrapped anew.
    const rows = await database.prisma.connection.findMany({ orderBy: { id: "asc" } });
    const dataOf = ({ envelope }: { envelope: unknown }) => (envelope as { data: string }).data;
    assert.deepEqual(rows.map(dataOf), before.map(dataOf));
    assert.deepEqual(
      rows.map(({ updatedAt }) => updatedAt),
      before.map(({ updatedAt }) => updatedAt),
    );
    const restarted = await ringOf();
    assert.deepEqual(restarted.derive("session"), derived);
    assert.equal(await readAll(restarted), 120);
  });

  it("keeps the file for its owner's eyes, older keys included", async () => {
    await ringOf();
    await turn();
    await turn();
    const file = keyFileIn(dataDir);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.equal((await readFile(file, "utf8")).split(",").length, 3);
  });

  it("does not undo what an admin changes meanwhile", async () => {
    const running = await ringOf();
    await store(running, 200);
    const replacing = (async () => {
      for (let index = 0; index < 200; index += 10) {
        const id = `c${index}`;
        const envelope = running.seal("replaced", bindingOf(id));
        await database.prisma.connection.update({ where: { id }, data: { envelope } });
      }
    })();
    await Promise.all([turn(), replacing]);
    const rows = await database.prisma.connection.findMany();
    const replaced = rows.filter(
      ({ id, envelope }) => running.open(envelope, bindingOf(id)) === "replaced",
    );
    assert.equal(replaced.length, 20);
  });

  it("happens once at a time, and is on record", async () => {
    await store(await ringOf(), 300);
    const tries = await Promise.allSettled([turn(), turn(), turn()]);
    assert.equal(tries.filter(({ status }) => status === "fulfilled").length, 1);
    const entry = await database.prisma.auditEntry.findFirstOrThrow({ orderBy: { id: "desc" } });
    assert.deepEqual([entry.action, entry.actorName], ["keys.rotate", "command line"]);
  });

  it("stops at a secret that was tampered with, and harms nothing", async () => {
    const running = await ringOf();
    await store(running, 3);
    await database.pool.query(
      "UPDATE connections SET envelope = (SELECT envelope FROM connections WHERE id = 'c0') WHERE id = 'c1'",
    );
    await assert.rejects(turn(), { code: "connection_unreadable" });
    const row = await database.prisma.connection.findUniqueOrThrow({ where: { id: "c2" } });
    assert.equal(running.open(row.envelope, bindingOf("c2")), "secret of c2");
  });
});

describe("a rotation of keys in the environment", () => {
  it("waits until a server knows the new key", async () => {
    const [old, fresh] = [key("old"), key("new")];
    await store(await ringOf(old), 10);
    const both = `${fresh},${old}`;
    await assert.rejects(turn(both), /No server has been started with the key “new”/);
    await assert.rejects(turn(both), /No server has been started/, "asking does not make it known");
    const restarted = await ringOf(both);
    assert.deepEqual(await turn(both), { keyId: "new", rewrapped: 11 });
    assert.equal(await readAll(restarted), 10);
    assert.equal(await readAll(await ringOf(fresh)), 10);
    assert.deepEqual(await turn(both), { keyId: "new", rewrapped: 0 });
  });
});
