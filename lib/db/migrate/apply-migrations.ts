import pg from "pg";
import { migrationsFolder, readMigrationList } from "./migration-list.ts";
import { openSchemaEngine } from "./schema-engine.ts";
import { wholeScriptAdapter } from "./whole-script-adapter.ts";

/** Any constant of our own: two replicas that start together meet on it. */
const lockKey = 7_305_419_021;

const filters = { externalTables: [], externalEnums: [] };

/**
 * Brings a database up to the committed migrations and records them in `_prisma_migrations`, as
 * `prisma migrate deploy` would. Safe to call from several processes at once: one applies, the
 * others wait and then find nothing to do. Returns the names of the migrations it applied.
 * Throws when a migration fails, or when an applied one was changed afterwards in an unsafe way.
 */
export async function applyMigrations(
  databaseUrl: string,
  folder: string = migrationsFolder,
): Promise<string[]> {
  const migrationsList = await readMigrationList(folder);
  return await withAdvisoryLock(databaseUrl, lockKey, async () => {
    const connection = wholeScriptAdapter(databaseUrl);
    const engine = await openSchemaEngine(connection.adapter);
    try {
      const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters });
      return appliedMigrationNames;
    } catch (error) {
      throw new Error(`The database could not be brought up to date: ${messageOf(error)}`, {
        cause: error,
      });
    } finally {
      engine.free();
      await connection.close();
    }
  });
}

/** Runs `work` while this database's session lock `key` is held; waits for it as long as it takes. */
export async function withAdvisoryLock<T>(
  databaseUrl: string,
  key: number,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [key]);
    return await work(client);
  } finally {
    // Ending the session gives the lock back.
    await client.end();
  }
}

/** The engine's errors are plain objects or Errors whose text may be JSON with a `message`. */
function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message;
  return typeof error === "object" && error !== null ? JSON.stringify(error) : String(error);
}
