import { randomBytes, randomUUID } from "node:crypto";
import { createDatabase } from "#lib/db/client.ts";
import { createTestDatabase } from "#lib/db/migrate/test-database.ts";
import { createLog } from "#lib/server/create-log.ts";
import { createServices } from "#lib/server/create-services.ts";
import { startTestPostgres } from "#lib/server/embedded/start-test-postgres.ts";
import { readEnvironment } from "#lib/server/env/environment.ts";
import { startProduct } from "../driver/start-product.ts";

/** Nothing has to be known of it here: who signs in with a password does so as its first account. */
export const firstAccount = { email: "first@example.com", password: "the first of all passwords" };

/**
 * The built product over a throwaway database, and the same services a second time in this process,
 * to make what is asked for. The product walks no queue: what is accepted stays as it is.
 */
export async function openHouse() {
  const postgres = await startTestPostgres();
  process.env.PATCHBAY_TEST_DATABASE_URL = postgres.url;
  const database = await createTestDatabase();
  const env = {
    DATABASE_URL: database.url,
    PATCHBAY_ENCRYPTION_KEYS: `access:${randomBytes(32).toString("base64")}`,
    PATCHBAY_ROLES: "web",
    PATCHBAY_ADMIN_EMAIL: firstAccount.email,
    PATCHBAY_ADMIN_PASSWORD: firstAccount.password,
    // Signing in there begins without asking it anything.
    PATCHBAY_GITHUB_CLIENT_ID: "access",
    PATCHBAY_GITHUB_CLIENT_SECRET: "a-secret-of-nobody",
    // Mail stays in the queue, since nobody works there.
    PATCHBAY_SMTP_URL: "smtp://127.0.0.1:9",
    PATCHBAY_MAIL_FROM: "patchbay@example.com",
    LOG_LEVEL: "error",
  };
  const product = await startProduct({ env });
  const read = readEnvironment(env, "/nowhere");
  if (!read.ok) throw new Error(read.complaints.join("\n"));
  const services = await createServices({
    ...{ env: read.environment, databaseUrl: database.url, log: createLog("silent") },
    ...{ baseUrl: product.baseUrl, ownerId: randomUUID(), version: "access" },
  });
  const { prisma, pool, close } = createDatabase(database.url, () => undefined);

  return {
    ...{ product, services, prisma, pool, baseUrl: product.baseUrl },
    async close(): Promise<void> {
      await services.stop();
      await close();
      await product.stop();
      await database.drop();
      await postgres.stop();
    },
  };
}

export type House = Awaited<ReturnType<typeof openHouse>>;
