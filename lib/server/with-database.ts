import { resolve } from "node:path";
import { createDatabase, type Database } from "#lib/db/client.ts";
import { borrowPostgres } from "./embedded/borrow-postgres.ts";
import { type Environment, readEnvironment } from "./env/environment.ts";

/** Lets a command work on the server's own database, as the environment says. */
export async function withDatabase<T>(
  work: (env: Environment, database: Database) => Promise<T>,
): Promise<T> {
  const read = readEnvironment(process.env, resolve(import.meta.dirname, "../.."));
  if (!read.ok) throw new Error(read.complaints.join("\n"));
  const env = read.environment;
  const { url, giveBack } =
    env.databaseUrl === undefined
      ? await borrowPostgres(env.dataDir)
      : { url: env.databaseUrl, giveBack: async () => undefined };
  try {
    const database = createDatabase(url);
    try {
      return await work(env, database);
    } finally {
      await database.close();
    }
  } finally {
    await giveBack();
  }
}
