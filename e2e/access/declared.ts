import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createLog } from "#lib/server/create-log.ts";
import type { RunningServices } from "#lib/server/create-services.ts";
import { createApp } from "#lib/server/http/create-app.ts";
import { registerRoutes } from "#lib/server/routes/index.ts";
import { registerMetricsRoute } from "#lib/server/routes/metrics.ts";
import { routesOfApp } from "../driver/pages.ts";
import { repository } from "../driver/start-product.ts";
import { declaredActions } from "./actions.ts";

/** Everything that can be asked of the product, by the names that the table has. */
export async function everythingDeclared(): Promise<string[]> {
  return [
    ...declaredActions(),
    ...routesOfApp().map((route) => `page ${route}`),
    ...routeHandlers(),
    ...routesOfFront(),
    ...(await routesOfFastify()),
  ];
}

/** What one of them has and the other has not. */
export function difference(declared: readonly string[], table: readonly string[]) {
  return {
    missing: declared.filter((name) => !table.includes(name)),
    stale: table.filter((name) => !declared.includes(name)),
    twice: table.filter((name, index) => table.indexOf(name) !== index),
  };
}

/** As the app tells of them while they are registered; nothing is served. */
async function routesOfFastify(): Promise<string[]> {
  const app = createApp({ log: createLog("silent"), trustProxy: false, https: false });
  const names: string[] = [];
  app.addHook("onRoute", ({ method, url }) => {
    const methods = Array.isArray(method) ? method : [method];
    if (methods.length > 2) names.push(`ALL ${url}`);
    // Fastify answers HEAD wherever it answers GET.
    else for (const one of methods) if (one !== "HEAD") names.push(`${one} ${url}`);
  });
  const services = nothingYet as RunningServices; /* nobody calls them: nothing is served */
  await app.register(async (scope) =>
    registerMetricsRoute(scope, { metrics: services.metrics, token: undefined }),
  );
  await registerRoutes(app, services);
  await app.close();
  return names;
}

/** Stands for every service: has everything, and does nothing. */
const nothingYet: unknown = new Proxy(() => undefined, {
  get: (_, key) => (key === Symbol.toPrimitive ? () => "http://localhost" : nothingYet),
});

/** What the listener answers by itself. */
function routesOfFront(): string[] {
  const source = readFileSync(join(repository, "lib/server/http/front.ts"), "utf8");
  return [...source.matchAll(/request\.url === "(\/\w+)"/g)].map(([, path]) => `GET ${path}`);
}

/** Next's route handlers. */
function routeHandlers(): string[] {
  return globSync("app/**/route.ts", { cwd: repository }).flatMap((file) => {
    const source = readFileSync(join(repository, file), "utf8");
    const parts = file.split(/[\\/]/).slice(1, -1);
    const path = `/${parts.filter((part) => !/^\(.*\)$/.test(part)).join("/")}`;
    const verbs = source.matchAll(/\b(?:function|const|as) (GET|POST|PUT|PATCH|DELETE|OPTIONS)\b/g);
    return [...verbs].map(([, verb]) => `${verb} ${path}`);
  });
}
