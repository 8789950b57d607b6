import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import pg from "pg";
import { applyMigrations } from "./apply-migrations.ts";
import { newMigration } from "./new-migration.ts";
import { createTestDatabase } from "./test-database.ts";

test("replicas that start together apply each migration once", async (t) => {
  const { url, folder } = await blank(t);
  await writeMigration(folder, "20260101000000_first", "CREATE TABLE one (id int PRIMARY KEY);");
  await writeMigration(folder, "20260102000000_second", "INSERT INTO one VALUES (1);");
  const applied = await Promise.all([1, 2, 3].map(() => applyMigrations(url, folder)));
  assert.deepEqual(
    applied.flat().sort(),
    ["20260101000000_first", "20260102000000_second"],
    "each by exactly one of them",
  );
  assert.deepEqual(await ask(url, "SELECT id FROM one"), [{ id: 1 }]);
  assert.deepEqual(await applyMigrations(url, folder), []);
});

test("a function's body may hold semicolons", async (t) => {
  const { url, folder } = await blank(t);
  const sql = `CREATE TABLE kept (id int);
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN PERFORM 1; RAISE EXCEPTION 'kept; as it is'; END; $$;
    CREATE TRIGGER refuse BEFORE DELETE ON kept FOR EACH ROW EXECUTE FUNCTION refuse();
    INSERT INTO kept VALUES (1);`;
  await writeMigration(folder, "20260101000000_trigger", sql);
  await applyMigrations(url, folder);
  await assert.rejects(ask(url, "DELETE FROM kept"), /kept; as it is/);
});

test("a migration that fails changes nothing, says which it was, and stops the ones after it", async (t) => {
  const { url, folder } = await blank(t);
  await writeMigration(folder, "20260101000000_good", "CREATE TABLE good (id int);");
  await writeMigration(folder, "20260102000000_bad", "CREATE TABLE half (id int); SELECT nothing;");
  await writeMigration(folder, "20260103000000_later", "CREATE TABLE later (id int);");
  await assert.rejects(applyMigrations(url, folder), /20260102000000_bad/);
  const tables = await ask(
    url,
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE '\\_%'",
  );
  assert.deepEqual(tables, [{ name: "good" }]);
});

test("the committed migrations lead to the committed schema", async (t) => {
  const { url, drop } = await createTestDatabase();
  t.after(drop);
  const tables = await ask(url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
  assert.ok(tables.length > 10);
  // The snapshot is the schema that the last generated migration reached.
  const prisma = new URL("../../../prisma/", import.meta.url);
  const snapshot = await readFile(new URL("migrations/schema.snapshot.prisma", prisma), "utf8");
  assert.equal(snapshot, await readFile(new URL("schema.prisma", prisma), "utf8"));
});

test("a new migration holds what changed since the last one, and nothing when nothing did", async (t) => {
  const { url, folder } = await blank(t);
  const schema = join(folder, "schema.prisma");
  const options = { folder, schema, at: new Date("2026-03-04T05:06:07Z") };
  const datasource = 'datasource db {\n  provider = "postgresql"\n}\n';
  await writeFile(schema, `${datasource}model Thing {\n  id Int @id\n}\n`);
  assert.equal(await newMigration("first", options), "20260304050607_first");
  await writeFile(schema, `${datasource}model Thing {\n  id Int @id\n  name String?\n}\n`);
  const later = { ...options, at: new Date("2026-03-05T00:00:00Z") };
  assert.equal(await newMigration("second", later), "20260305000000_second");
  assert.equal(await newMigration("third", later), undefined);

  const sql = await readFile(join(folder, "20260305000000_second", "migration.sql"), "utf8");
  assert.match(sql, /ALTER TABLE "Thing" ADD COLUMN\s+"name" TEXT/);
  assert.doesNotMatch(sql, /CREATE TABLE/);
  assert.equal((await applyMigrations(url, folder)).length, 2);
  await ask(url, `INSERT INTO "Thing" (id, name) VALUES (1, 'one')`);
});

test("a migration's name must be plain", async (t) => {
  const { folder } = await blank(t);
  await assert.rejects(newMigration("../escape", { folder }), /lower-case/);
  assert.deepEqual(await readdir(folder), []);
});

/** An empty database and an empty folder for migrations. */
async function blank(t: TestContext): Promise<{ url: string; folder: string }> {
  const migrated = await createTestDatabase();
  t.after(migrated.drop);
  await ask(migrated.url, "DROP SCHEMA public CASCADE; CREATE SCHEMA public");
  const folder = await mkdtemp(join(tmpdir(), "patchbay-migrations-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return { url: migrated.url, folder };
}

async function writeMigration(folder: string, name: string, sql: string): Promise<void> {
  await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, name, "migration.sql"), sql);
  await writeFile(join(folder, "migration_lock.toml"), 'provider = "postgresql"\n');
}

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
