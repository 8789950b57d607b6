import { randomBytes, randomUUID } from "node:crypto";
import Fastify, { type FastifyInstance } from "fastify";
import type { NewApiKey } from "#lib/access/api-keys/contract.ts";
import type { Actor, Role } from "#lib/access/contract.ts";
import { createDatabase } from "#lib/db/client.ts";
import { createTestDatabase } from "#lib/db/migrate/test-database.ts";
import { createServices, type RunningServices } from "./create-services.ts";
import { readEnvironment } from "./env/environment.ts";
import { registerRoutes } from "./routes/index.ts";

/** Every service and every route in front of Next, over a database of the test's own. */
export async function openServicesBench(env: { [name: string]: string } = {}) {
  const database = await createTestDatabase();
  const read = readEnvironment(
    {
      DATABASE_URL: database.url,
      PATCHBAY_ENCRYPTION_KEYS: `test:${randomBytes(32).toString("base64")}`,
      LOG_LEVEL: "silent",
      ...env,
    },
    "/nowhere",
  );
  if (!read.ok) throw new Error(read.complaints.join("\n"));
  const app: FastifyInstance = Fastify({ logger: { level: "silent" } });
  const services: RunningServices = await createServices({
    env: read.environment,
    databaseUrl: database.url,
    baseUrl: "http://localhost:3000",
    log: app.log,
    ownerId: randomUUID(),
    version: "test",
  });
  await registerRoutes(app, services);
  const { prisma, close } = createDatabase(database.url, () => undefined);

  return {
    app,
    services,
    prisma,
    /** A workspace with one person in it, in this role. */
    async member(role: Role, workspaceId: string = randomUUID()): Promise<Actor> {
      const userId = randomUUID();
      await prisma.workspace.upsert({
        where: { id: workspaceId },
        create: { id: workspaceId, name: "Works", slug: workspaceId },
        update: {},
      });
      await prisma.user.create({
        data: { id: userId, email: `${userId}@example.com`, name: role, passwordHash: "none" },
      });
      await prisma.membership.create({ data: { workspaceId, userId, role } });
      return {
        ...{ userId, workspaceId, role, name: role, sessionIdHash: "" },
        ...{ ip: "127.0.0.1", userAgent: "test", requestId: "test" },
      };
    },
    async key(actor: Actor, scopes: NewApiKey["scopes"]): Promise<string> {
      const made = await services.apiKeys.create(actor, { name: "Test", scopes, days: 30 });
      return made.key;
    },
    async close(): Promise<void> {
      await app.close();
      await services.stop();
      await close();
      await database.drop();
    },
  };
}

export type ServicesBench = Awaited<ReturnType<typeof openServicesBench>>;
