import { randomBytes, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { encode } from "next-auth/jwt";
import pg from "pg";
import type { Actor } from "#lib/access/contract.ts";
import { connectionKinds } from "#lib/connections/kinds.ts";
import { catalog } from "#lib/nodes/catalog.ts";
import { Redactor } from "#lib/runs/redact.ts";
import { createLog } from "../create-log.ts";
import { createServices, type RunningServices } from "../create-services.ts";
import { readEnvironment } from "../env/environment.ts";
import { createApp } from "../http/create-app.ts";
import { registerRoutes } from "../routes/index.ts";
import { canaryConnections } from "./canary-connections.fixture.ts";
import { type Canary, type Find, findCanaries, newCanary } from "./canary-secret.fixture.ts";
import { startEchoProvider } from "./echo-provider.fixture.ts";
import { sendCanaries } from "./send-canaries.fixture.ts";

export type CanaryResult = {
  kinds: number;
  /** Kinds without a connection here, and nodes with connections that no flow here uses. */
  uncovered: string[];
  runs: number;
  tests: number;
  searched: { tables: number; rows: number; logLines: number; answers: number };
  finds: Find[];
};

export type CanaryOptions = {
  /** A migrated, empty database. */
  databaseUrl: string;
  /** False: secrets are not taken out, to show that the search finds them. */
  redact: boolean;
  /** Only these kinds. Default: all. */
  kinds?: readonly string[];
  /** Every kind in every way. Default true. */
  thorough?: boolean;
  /** Reads more of the same installation, such as pages, once all has happened. */
  visit?: (place: {
    env: { [name: string]: string };
    note: (what: string, text: string) => void;
  }) => Promise<void>;
};

/** The nodes that `canary-flows` makes fail. */
const coveredNodes = new Set([
  ...["rest-api", "connect", "webhook-trigger", "zapier", "make", "pabbly"],
]);

/** Leaves everything as it is. */
class NoRedactor extends Redactor {
  override get isEmpty(): boolean {
    return true;
  }
  override redact<T>(value: T): T {
    return value;
  }
}

const account = { email: "canary@example.com", password: "a-long-password-for-canaries" };
const caller = { ip: "127.0.0.1", userAgent: "Canary", requestId: "canary" };

/**
 * Puts a known secret into one connection of every kind, lets everything that uses connections go
 * wrong in every known way, and looks for the secrets wherever anybody could read them afterwards.
 */
export async function runCanary(options: CanaryOptions): Promise<CanaryResult> {
  const canaries = connectionKinds
    .filter(({ id }) => options.kinds?.includes(id) ?? true)
    .map(({ id }) => newCanary(id));
  const provider = await startEchoProvider(canaries);
  const finds: Find[] = [];
  const searched = { tables: 0, rows: 0, logLines: 0, answers: 0 };
  const note = (place: string, text: string) => {
    searched.answers++;
    finds.push(...findCanaries(place, text, canaries));
  };
  const env = {
    DATABASE_URL: options.databaseUrl,
    PATCHBAY_ENCRYPTION_KEYS: `canary:${randomBytes(32).toString("base64")}`,
    PATCHBAY_ADMIN_EMAIL: account.email,
    PATCHBAY_ADMIN_PASSWORD: account.password,
    PATCHBAY_EGRESS_ALLOW: provider.host,
    LOG_LEVEL: "debug",
  };
  const log = createLog("debug", {
    write(line) {
      searched.logLines++;
      finds.push(...findCanaries("log", line, canaries));
    },
  });
  // Shows that debug lines are heard.
  log.debug("the canary begins");
  const read = readEnvironment(env, "/");
  if (!read.ok) throw new Error(read.complaints.join(" "));
  const services = await createServices({
    ...{ env: read.environment, databaseUrl: options.databaseUrl, log, ownerId: randomUUID() },
    ...{ baseUrl: "http://127.0.0.1", version: "0" },
    ...(!options.redact && { createRedactor: () => new NoRedactor() }),
  });
  let sent: { runs: number; tests: number };
  try {
    sent = await withRoutes(services, log, async (baseUrl) => {
      const { actor, cookie } = await signIn(services);
      await keepCircuitsClosed(options.databaseUrl, actor.workspaceId);
      const connections = await makeConnections(services, actor, canaries, provider);
      const thorough = options.thorough ?? true;
      const secretOf = (kind: string) => canaries.find((one) => one.kind === kind)?.secret ?? "";
      const place = { origin: provider.origin, baseUrl, thorough, secretOf };
      return sendCanaries({ services, actor, cookie, note, connections, ...place });
    });
  } finally {
    await services.stop();
    provider.close();
  }
  await options.visit?.({ env, note });
  finds.push(...(await searchDatabase(options.databaseUrl, canaries, searched)));
  const nodes = catalog.filter(({ connection, id }) => connection && !coveredNodes.has(id));
  return {
    kinds: connectionKinds.length,
    uncovered: [
      ...connectionKinds.map(({ id }) => id).filter((id) => !(id in canaryConnections)),
      ...nodes.map(({ id }) => id),
    ],
    ...sent,
    searched,
    finds,
  };
}

/** Our own routes at an address of this machine, for as long as the work lasts. */
async function withRoutes<T>(
  services: RunningServices,
  log: ReturnType<typeof createLog>,
  work: (baseUrl: string) => Promise<T>,
): Promise<T> {
  const app = createApp({ log, trustProxy: false, https: false });
  await registerRoutes(app, services);
  await app.ready();
  const server = createServer((request, response) => app.routing(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const { port } = server.address() as AddressInfo; /* it listens on a port */
    return await work(`http://127.0.0.1:${port}`);
  } finally {
    await app.close();
    server.closeAllConnections();
    server.close();
  }
}

async function signIn(services: RunningServices): Promise<{ actor: Actor; cookie: string }> {
  const { sessionId } = await services.access.signIn(account, caller);
  const secret = services.access.sessionSecret();
  const token = await encode({ token: { sessionId }, secret, maxAge: 3600 });
  const cookie = `next-auth.session-token=${token}`;
  const actor = await services.access.actorFromCookies(cookie, caller);
  if (actor === null) throw new Error("nobody is signed in");
  return { actor, cookie };
}

/** Everything here goes wrong on purpose: an open circuit would keep the later calls from being made. */
async function keepCircuitsClosed(url: string, workspaceId: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(
      "INSERT INTO connection_care (workspace_id, circuit_failures) VALUES ($1, 1000000)",
      [workspaceId],
    );
  } finally {
    await client.end();
  }
}

async function makeConnections(
  services: RunningServices,
  actor: Actor,
  canaries: readonly Canary[],
  provider: { origin: string; host: string },
): Promise<{ id: string; kind: string }[]> {
  const made: { id: string; kind: string }[] = [];
  for (const { kind, secret } of canaries) {
    const values = await canaryConnections[kind]?.(secret, provider);
    if (values === undefined) continue;
    const { id } = await services.connections.create(actor, {
      name: `Canary ${kind}`,
      kind,
      values,
    });
    made.push({ id, kind });
  }
  return made;
}

/** Every row of every table as text, ciphertext left out. */
async function searchDatabase(
  url: string,
  canaries: readonly Canary[],
  searched: CanaryResult["searched"],
): Promise<Find[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const finds: Find[] = [];
    const { rows: tables } = await client.query<{ name: string; plain: string }>(
      `SELECT c.oid::regclass::text AS name,
              CASE WHEN c.relname = 'connections' THEN 'to_jsonb(t) - ''envelope''' ELSE 'to_jsonb(t)' END AS plain
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'r' AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'`,
    );
    for (const { name, plain } of tables) {
      searched.tables++;
      const { rows } = await client.query<{ row: string }>(
        `SELECT (${plain})::text AS row FROM ${name} t`,
      );
      searched.rows += rows.length;
      for (const { row } of rows) finds.push(...findCanaries(`table ${name}`, row, canaries));
    }
    return finds;
  } finally {
    await client.end();
  }
}
