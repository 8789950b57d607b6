import { createHash, randomBytes } from "node:crypto";
import pg from "pg";
import { installQueue } from "#lib/db/queue/install-queue.ts";
import { applyMigrations, withAdvisoryLock } from "./apply-migrations.ts";
import { migrationsFolder, readMigrationList } from "./migration-list.ts";

export type TestDatabase = { url: string; drop(): Promise<void> };

/** Any constant of our own; concurrent test files make the template once. */
const lockKey = 7_305_419_022;

/**
 * A migrated, empty database of a test's own, cloned from a template in a few milliseconds. The test
 * run names its Postgres in `PATCHBAY_TEST_DATABASE_URL`.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = process.env.PATCHBAY_TEST_DATABASE_URL;
  if (server === undefined) {
    throw new Error("Tests over a database are run with: npm test -- unit path/to/the.test.ts");
  }
  const template = await ensureTemplate(server);
  const name = `test_${randomBytes(8).toString("hex")}`;
  await query(server, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  return {
    url: databaseAt(server, name),
    drop: () => query(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

/** Named after the migrations' content, so that a changed migration makes a new one. */
async function ensureTemplate(server: string): Promise<string> {
  const list = await readMigrationList(migrationsFolder);
  const hash = createHash("sha256").update(JSON.stringify(list)).digest("hex").slice(0, 16);
  const name = `template_${hash}`;
  await withAdvisoryLock(server, lockKey, async (client) => {
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
    if (found.rowCount !== 0) return;
    const draft = `draft_${randomBytes(4).toString("hex")}`;
    await client.query(`CREATE DATABASE ${draft}`);
    await applyMigrations(databaseAt(server, draft));
    await installQueue(databaseAt(server, draft));
    // Only a finished template gets the name that others look for.
    await client.query(`ALTER DATABASE ${draft} RENAME TO ${name}`);
  });
  return name;
}

function databaseAt(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

async function query(server: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
