import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Pool } from "pg";
import { startEmbeddedPostgres } from "#lib/server/embedded/start-embedded-postgres.ts";
import { signedInBrowser } from "../driver/browser.ts";
import { createFlow, pasteDocument, publish } from "../driver/editor.ts";
import { freePort, type Product, startProduct } from "../driver/start-product.ts";
import { endScript, startScript } from "./spawn-script.ts";

export const account = { email: "figures@example.com", password: "a-long-password-for-figures" };

export type Bench = {
  /** Of the process that serves webhooks and chats, by address. */
  baseUrl: string;
  /** The small API that flows call, without a slash at the end. */
  upstream: string;
  databaseUrl: string;
  /** One connection of the figure's own; a new one after the database was down. */
  pool: Pool;
  /** The processes of the product, in the order of their start. */
  products: readonly Product[];
  /** One more process of the product, at a port of its own unless one is given. */
  addProduct(role: string, port?: number): Promise<Product>;
  /** Stops Postgres as a crash does, at once and without a checkpoint. */
  stopDatabase(): Promise<void>;
  startDatabase(): Promise<void>;
  /** Publishes a flow: its first webhook's address, and its chat's name. */
  publishFlow(name: string, clip: string): Promise<{ hook: string; slug: string }>;
  stop(): Promise<void>;
};

/**
 * One Postgres with `fsync` and `synchronous_commit` on, an upstream in a process of its own, and a
 * process of the product for each entry of `roles`; the first serves. Behind a trusted proxy, so
 * that each visitor of a chat may have an address of its own, as they have in life.
 */
export async function startBench(
  options: {
    roles?: readonly string[];
    upstream?: string;
    upstreamArguments?: readonly string[];
  } = {},
): Promise<Bench> {
  const { roles = ["web,worker"], upstream: script = "upstream.ts" } = options;
  const { upstreamArguments = [] } = options;
  const ends: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const upstreamPort = await freePort();
    const upstream = await startScript(script, String(upstreamPort), ...upstreamArguments);
    ends.push(() => endScript(upstream));
    const dataDir = await mkdtemp(join(tmpdir(), "patchbay-figure-"));
    ends.push(() => rm(dataDir, { recursive: true, force: true }));
    let postgres = await startEmbeddedPostgres({ dataDir });
    ends.push(() => postgres.stop());
    const pool = new Pool({ connectionString: postgres.url, max: 1 });
    // The database is stopped on purpose in some figures.
    pool.on("error", () => undefined);
    ends.push(() => pool.end());
    await requireDurable(pool);
    const env = {
      DATABASE_URL: postgres.url,
      PATCHBAY_ENCRYPTION_KEYS: `figure:${randomBytes(32).toString("base64")}`,
      PATCHBAY_ADMIN_EMAIL: account.email,
      PATCHBAY_ADMIN_PASSWORD: account.password,
      PATCHBAY_EGRESS_ALLOW: `127.0.0.1:${upstreamPort}`,
      PATCHBAY_TRUST_PROXY: "1",
    };
    const products: Product[] = [];
    const addProduct = async (role: string, port?: number) => {
      const product = await startProduct({
        env: { ...env, PATCHBAY_ROLES: role },
        ...(port === undefined ? {} : { port }),
      });
      ends.push(() => product.stop());
      products.push(product);
      return product;
    };
    for (const role of roles) await addProduct(role);
    const [front] = products;
    if (front === undefined) throw new Error("no process of the product was asked for");
    // A name would have to be looked up for every connection.
    const baseUrl = `http://127.0.0.1:${front.port}`;
    return {
      baseUrl,
      upstream: `http://127.0.0.1:${upstreamPort}`,
      databaseUrl: postgres.url,
      pool,
      products,
      addProduct,
      async stopDatabase() {
        process.kill(postgres.pid(), "SIGQUIT");
        await postgres.stop();
      },
      async startDatabase() {
        postgres = await startEmbeddedPostgres({ dataDir });
      },
      publishFlow: (name, clip) => publishFlow(front, baseUrl, name, clip),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function requireDurable(pool: Pool): Promise<void> {
  for (const setting of ["fsync", "synchronous_commit"]) {
    const { rows } = await pool.query(`SHOW ${setting}`);
    if (rows[0]?.[setting] !== "on") throw new Error(`${setting} is not on`);
  }
}

async function publishFlow(product: Product, baseUrl: string, name: string, clip: string) {
  const { page, close } = await signedInBrowser(product.baseUrl, account);
  try {
    const flowId = await createFlow(page, name, "empty");
    await pasteDocument(page, clip);
    await publish(page);
    const answer = await page.request.get(`/api/ui/flows/${flowId}`);
    const { hooks, slug } = (await answer.json()) as {
      hooks: { hookId: string }[];
      slug: string;
    } /* FlowDetail */;
    return { hook: `${baseUrl}/hooks/${hooks[0]?.hookId}`, slug };
  } finally {
    await close();
  }
}
