import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { applyMigrations } from "#lib/db/migrate/apply-migrations.ts";
import { installQueue } from "#lib/db/queue/install-queue.ts";
import { UserError } from "#lib/errors/user-error.ts";
import { createLog } from "./create-log.ts";
import { createServices } from "./create-services.ts";
import { startEmbeddedPostgres } from "./embedded/start-embedded-postgres.ts";
import { type Environment, readEnvironment } from "./env/environment.ts";
import { explainFailedStart } from "./explain-failed-start.ts";
import { createApp } from "./http/create-app.ts";
import { startFront } from "./http/front.ts";
import { mountNextPages, prepareNextPages } from "./http/next-pages.ts";
import { isLoopback, publicAddress } from "./public-address.ts";
import { publicPageOf } from "./public-page.ts";
import { registerRoutes } from "./routes/index.ts";
import { registerMetricsRoute } from "./routes/metrics.ts";
import { problemOf, problemType } from "./routes/problem-reply.ts";
import { startedLine } from "./started-line.ts";

const projectFolder = resolve(import.meta.dirname, "../..");
/**
 * A stop takes this long at most, in ms; then the process ends all the same. Nothing that was
 * promised is lost by that: it is on disk, and the next start goes on from there.
 */
const stopWithinMs = 29_000;

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

const read = readEnvironment(process.env, projectFolder);
if (read.ok) await start(read.environment);
else {
  for (const complaint of read.complaints) process.stderr.write(`${complaint}\n`);
  process.exitCode = 1;
}

/** The composition root: one process, one port, every service once. */
async function start(env: Environment): Promise<void> {
  const log = createLog(env.logLevel);
  // What has been started, newest last; a stop goes through it backwards.
  const stops: (() => Promise<void>)[] = [];
  let databaseAnswers = async () => false;
  let stopping = false;

  async function stop(code: number): Promise<void> {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(code), stopWithinMs).unref();
    for (const end of stops.reverse()) {
      await end().catch((error: unknown) => log.error({ err: error }, "a part did not stop well"));
    }
    process.exit(code);
  }
  process.on("SIGTERM", () => void stop(0));
  process.on("SIGINT", () => void stop(0));

  try {
    const front = await startFront({ ...env, databaseAnswers: () => databaseAnswers() });
    const address = publicAddress({ ...env, port: front.port() });

    const databaseUrl = env.databaseUrl ?? (await startDatabase());
    front.setWaitingFor("the migrations");
    await applyMigrations(databaseUrl);
    await installQueue(databaseUrl);

    front.setWaitingFor("the services");
    const services = await createServices({
      env,
      databaseUrl,
      baseUrl: address,
      log,
      ownerId: randomUUID(),
      version: await ownVersion(),
    });
    stops.push(() => services.stop());
    databaseAnswers = services.databaseAnswers;

    const https = address.startsWith("https:");
    const app = createApp({ log, trustProxy: env.trustProxy, https });
    await app.register(async (scope) =>
      registerMetricsRoute(scope, { metrics: services.metrics, token: env.metricsToken }),
    );
    const serves = env.roles.includes("web");
    if (serves) {
      front.setWaitingFor("the pages");
      const pages = await prepareNextPages({
        dev: env.dev,
        projectFolder,
        host: env.host,
        port: front.port(),
        trustProxy: env.trustProxy,
        https,
        publicPage: publicPageOf(services.flows),
      });
      stops.push(() => pages.close());
      if (env.dev) front.acceptUpgrades(pages.upgrade);
      mountNextPages(app, pages);
      await registerRoutes(app, services);
    } else {
      app.setNotFoundHandler((_request, reply) => {
        const message = "This process walks runs; pages and webhooks are served by others.";
        const { status, body } = problemOf(new UserError("not_found", message));
        return reply.code(status).header("content-type", problemType).send(JSON.stringify(body));
      });
    }
    await app.ready();
    // No new request while the old ones end; streams of events are ended by the app's own hooks.
    stops.push(async () => {
      front.setWaitingFor("the end");
      await Promise.all([front.close(), app.close()]);
    });
    front.open((request, response) => app.routing(request, response));
    front.setWaitingFor(null);

    if (serves && (await services.access.needsSetup())) {
      const open = isLoopback(env.host) && !env.trustProxy;
      const token = open ? "" : `?token=${(await services.issueSetupToken()) ?? ""}`;
      print(`Create the first account at ${address}/setup${token}`);
    }
    print(startedLine(env, front.port()));
  } catch (error) {
    for (const line of explainFailedStart(error, env)) process.stderr.write(`${line}\n`);
    log.debug({ err: error }, "start failed");
    await stop(1);
  }

  async function startDatabase(): Promise<string> {
    const postgres = await startEmbeddedPostgres({
      dataDir: env.dataDir,
      onLog: (line) => log.debug({ line }, "postgres"),
      onEvent: (event) => {
        log.warn(event, "the built-in database");
        if (event.kind === "lost") void stop(1);
      },
    });
    stops.push(() => postgres.stop());
    return postgres.url;
  }
}

/** Patchbay's version, as its manifest has it. */
async function ownVersion(): Promise<string> {
  const manifest = JSON.parse(await readFile(resolve(projectFolder, "package.json"), "utf8"));
  return String(manifest.version);
}
