import { readFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { databaseUser } from "./cluster.ts";
import { choosePlace } from "./place.ts";
import { startEmbeddedPostgres } from "./start-embedded-postgres.ts";

/**
 * The built-in database for a command: that of the Patchbay that is running, else its server is
 * started for as long as the command takes. Call `giveBack` at the end.
 */
export async function borrowPostgres(
  dataDir: string,
): Promise<{ url: string; giveBack: () => Promise<void> }> {
  const { folder } = await choosePlace(dataDir);
  const read = (name: string) => readFile(join(folder, name), "utf8").catch(() => "");
  const [password, port] = await Promise.all([read("password"), read("port")]);
  if (password === "") throw new Error(`There is no database in ${folder} yet.`);
  const url = `postgresql://${databaseUser}:${password.trim()}@127.0.0.1:${Number(port)}/${databaseUser}`;
  if (await answers(url)) return { url, giveBack: async () => undefined };
  const server = await startEmbeddedPostgres({ dataDir });
  return { url: server.url, giveBack: server.stop };
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}
