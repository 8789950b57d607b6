import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { applyMigrations } from "#lib/db/migrate/apply-migrations.ts";
import { installQueue } from "#lib/db/queue/install-queue.ts";
import {
  type CanaryOptions,
  type CanaryResult,
  runCanary,
} from "#lib/server/canary/run-canary.fixture.ts";
import { startEmbeddedPostgres } from "#lib/server/embedded/start-embedded-postgres.ts";
import { signedInBrowser } from "../driver/browser.ts";
import { signedInPages } from "../driver/pages.ts";
import { startProduct } from "../driver/start-product.ts";
import { atLeast, exactly, type Figure, plain } from "./figure.ts";

/** A known secret in a connection of every kind, everything made to fail, and where it is found. */
export const canary: Figure = {
  name: "canary",
  summary:
    "a known secret in every kind of connection, every failure: where it is found afterwards",
  bars: [
    "every kind and every node that uses connections is covered",
    "0 occurrences in tables, logs, answers, events and pages",
    "with redaction off, the same search finds it",
  ],
  async run(log) {
    const folder = await mkdtemp(join(tmpdir(), "patchbay-canary-"));
    const postgres = await startEmbeddedPostgres({ dataDir: folder });
    try {
      log("  with redaction");
      let pages = 0;
      const shown = await canaryOn(postgres.url, "canary_on", {
        redact: true,
        visit: async (place) => {
          pages = await visitPages(place);
        },
      });
      for (const { place, kind, form, around } of shown.finds) {
        log(`  ${kind} in ${place} (${form}): ${JSON.stringify(around)}`);
      }
      for (const one of shown.uncovered) log(`  not covered: ${one}`);
      log("  without redaction, as the control");
      const control = await canaryOn(postgres.url, "canary_off", { redact: false });
      return {
        // Nothing here is timed.
        control: { medianMs: 0, spread: 0, voidBlocks: 0 },
        rows: [
          plain("kinds of connections", shown.kinds, ""),
          exactly("kinds and nodes not covered", shown.uncovered.length, "", 0),
          atLeast("runs", shown.runs, "", 100),
          plain("tests of connections", shown.tests, ""),
          plain("tables searched", shown.searched.tables, ""),
          plain("rows searched", shown.searched.rows, ""),
          plain("lines of the log searched", shown.searched.logLines, ""),
          plain("answers, events and pages searched", shown.searched.answers, ""),
          atLeast("  pages among them", pages, "", 10),
          exactly("occurrences", shown.finds.length, "", 0),
          atLeast("occurrences without redaction", control.finds.length, "", 100),
        ],
      };
    } finally {
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function canaryOn(
  server: string,
  name: string,
  options: Omit<CanaryOptions, "databaseUrl">,
): Promise<CanaryResult> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  const url = new URL(server);
  url.pathname = `/${name}`;
  const databaseUrl = url.href;
  await applyMigrations(databaseUrl);
  await installQueue(databaseUrl);
  return await runCanary({ databaseUrl, ...options });
}

/** Every page of the built product over the same database, as HTML and as it is shown. */
async function visitPages({ env, note }: Parameters<NonNullable<CanaryOptions["visit"]>>[0]) {
  const product = await startProduct({ env: { ...env, LOG_LEVEL: "debug" } });
  const account = {
    email: String(env.PATCHBAY_ADMIN_EMAIL),
    password: String(env.PATCHBAY_ADMIN_PASSWORD),
  };
  const { page, close } = await signedInBrowser(product.baseUrl, account);
  let count = 0;
  try {
    const read = async <T>(path: string) => (await (await page.request.get(path)).json()) as T; // our own routes
    const flows = await read<{ id: string }[]>("/api/ui/flows");
    const { runs } = await read<{ runs: { id: string; flowId: string }[] }>(
      "/api/ui/runs?limit=60",
    );
    const { conversations } = await read<{ conversations: { id: string }[] }>(
      "/api/ui/conversations",
    );
    const paths = [
      ...signedInPages,
      ...["/audit?view=usage", "/audit?view=settings"],
      ...flows.map(({ id }) => `/flows/${id}`),
      ...runs.map(({ id, flowId }) => `/flows/${flowId}/runs/${id}`),
      ...conversations.map(({ id }) => `/conversations/${id}`),
    ];
    for (const path of paths) {
      note(`page ${path}`, await (await page.request.get(path)).text());
      count++;
    }
    // What the browser makes of some of them.
    for (const path of [...signedInPages, `/flows/${runs[0]?.flowId}/runs/${runs[0]?.id}`]) {
      await page.goto(path);
      await page.waitForLoadState("networkidle").catch(() => undefined);
      note(`shown ${path}`, await page.content());
      count++;
    }
    return count;
  } finally {
    await close();
    await product.stop();
    note("the product's output", product.output());
  }
}
