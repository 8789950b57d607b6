import { resolve } from "node:path";
import { makeResetLink } from "#lib/access/people/make-reset-link.ts";
import { createDatabase } from "#lib/db/client.ts";
import { borrowPostgres } from "./embedded/borrow-postgres.ts";
import { readEnvironment } from "./env/environment.ts";
import { publicAddress } from "./public-address.ts";

/**
 * The one-time link that sets a new password for an account. Reads the server's own environment:
 * its database, and the address that the link begins with.
 */
export async function resetLinkFor(email: string): Promise<string> {
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
      return `${publicAddress(env)}/reset/${await makeResetLink(database.prisma, email)}`;
    } finally {
      await database.close();
    }
  } finally {
    await giveBack();
  }
}
