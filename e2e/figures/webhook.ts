import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Pool } from "pg";
import { startEmbeddedPostgres } from "#lib/server/embedded/start-embedded-postgres.ts";
import { signedInBrowser } from "../driver/browser.ts";
import { createFlow, pasteDocument, publish } from "../driver/editor.ts";
import { freePort, startProduct } from "../driver/start-product.ts";
import { burstFlow } from "./burst-flow.ts";
import { until } from "./burst-until.ts";
import { atLeast, atMost, exactly, type Figure, plain } from "./figure.ts";
import { controlOf, runBlocks } from "./idle-control.ts";
import { endScript, runScript, startScript } from "./spawn-script.ts";
import { median, quantile } from "./statistics.ts";
import { webhookFlow } from "./webhook-flow.ts";

type Load = { requests: number; perSecond: number; failed: number; p50: number };
/** The same side under 16 connections, and with one alone. */
type Side = { load: Load; latency: Load };
type Measured = { ours: Side; floor: Side };

const loadSeconds = 4;
const latencySeconds = 2;
/**
 * Both sides run this often before anything counts: a server that lives for weeks is measured as it is
 * then, and the optimising compiler needs some 20 s of load until the cost of a request stays the same.
 */
const warmUps = 5;

/**
 * webhook → REST API → Set variables → Condition → Respond, every run with its steps recorded in
 * Postgres before the answer, against bare `node:http` with one fetch and one committed insert, on
 * the same Postgres with `fsync` and `synchronous_commit` on for both.
 */
export const webhook: Figure = {
  name: "webhook",
  summary: "webhook to answer, five recorded steps, against bare node:http with one insert",
  bars: [
    "16 connections: at least 0.6 of the floor's requests a second",
    "1 connection: p50 at most 2.5 times the floor's",
  ],
  async run(log) {
    const [upstreamPort, floorPort] = [await freePort(), await freePort()];
    const upstream = await startScript("upstream.ts", String(upstreamPort));
    const dataDir = await mkdtemp(join(tmpdir(), "patchbay-figure-"));
    const postgres = await startEmbeddedPostgres({ dataDir });
    const product = await startProduct({
      env: {
        DATABASE_URL: postgres.url,
        PATCHBAY_ENCRYPTION_KEYS: `figure:${randomBytes(32).toString("base64")}`,
        PATCHBAY_ADMIN_EMAIL: "figures@example.com",
        PATCHBAY_ADMIN_PASSWORD: "a-long-password-for-figures",
        PATCHBAY_EGRESS_ALLOW: `127.0.0.1:${upstreamPort}`,
      },
    });
    try {
      const hook = await publishFlow(
        product.baseUrl,
        webhookFlow(`http://127.0.0.1:${upstreamPort}/`),
      );
      const queuedHook = await publishFlow(
        product.baseUrl,
        burstFlow(`http://127.0.0.1:${upstreamPort}`, "order"),
      );
      const pool = new Pool({ connectionString: postgres.url, max: 1 });
      const floor = await startScript(
        "webhook-floor.ts",
        String(floorPort),
        `http://127.0.0.1:${upstreamPort}/`,
        postgres.url,
      );
      try {
        for (const setting of ["fsync", "synchronous_commit"]) {
          const { rows } = await pool.query(`SHOW ${setting}`);
          if (rows[0]?.[setting] !== "on") throw new Error(`${setting} is not on`);
        }
        const floorUrl = `http://127.0.0.1:${floorPort}/`;
        let answered = 0;
        const measureSide = async (url: string): Promise<Side> => ({
          load: await runScript<Load>("load.ts", url, "16", String(loadSeconds)),
          latency: await runScript<Load>("load.ts", url, "1", String(latencySeconds)),
        });
        log("  warming up");
        for (let turn = 0; turn < warmUps; turn++) {
          const ours = await measureSide(hook);
          answered += ours.load.requests + ours.latency.requests;
          await measureSide(floorUrl);
        }
        let failed = 0;
        const blocks = await runBlocks<Measured>(
          7,
          async (index) => {
            // Interleaved, and each side first in every other block.
            const first = index % 2 === 0 ? hook : floorUrl;
            const one = await measureSide(first);
            const two = await measureSide(first === hook ? floorUrl : hook);
            const measured = first === hook ? { ours: one, floor: two } : { ours: two, floor: one };
            answered += measured.ours.load.requests + measured.ours.latency.requests;
            failed += measured.ours.load.failed + measured.ours.latency.failed;
            log(
              `  block ${index + 1}: ${Math.round(measured.ours.load.perSecond)} against ${Math.round(measured.floor.load.perSecond)} requests/s; p50 ${measured.ours.latency.p50.toFixed(2)} against ${measured.floor.latency.p50.toFixed(2)} ms`,
            );
            return measured;
          },
          log,
        );
        const counted = await countRows(pool);
        const queued = await measureQueued(queuedHook, pool, answered);
        const pick = (read: (measured: Measured) => number) => blocks.valid.map(read);
        const ratios = pick((m) => m.ours.load.perSecond / m.floor.load.perSecond);
        const latencies = pick((m) => m.ours.latency.p50 / m.floor.latency.p50);
        return {
          control: controlOf(blocks),
          rows: [
            atLeast("blocks that count", blocks.valid.length, "", 7),
            plain("requests a second", median(pick((m) => m.ours.load.perSecond)), "/s"),
            plain("floor", median(pick((m) => m.floor.load.perSecond)), "/s"),
            atLeast("ratio, 16 connections", median(ratios), "", 0.6),
            plain(
              "  lower and upper quartile",
              quantile(ratios, 0.25),
              `to ${quantile(ratios, 0.75).toFixed(2)}`,
            ),
            plain("p50, 1 connection", median(pick((m) => m.ours.latency.p50)), "ms"),
            plain("floor's p50", median(pick((m) => m.floor.latency.p50)), "ms"),
            atMost("p50 ratio, 1 connection", median(latencies), "", 2.5),
            plain("queued: accepted", queued.accepted, "/s"),
            plain("queued: runs ended", queued.ended, "/s"),
            exactly("failed answers", failed, "", 0),
            exactly("runs recorded less 2xx answers", counted.runs - answered, "", 0),
            exactly("steps a run", counted.steps / counted.runs, "", 5),
          ],
        };
      } finally {
        await endScript(floor);
        await pool.end();
      }
    } finally {
      await product.stop();
      await postgres.stop();
      await endScript(upstream);
      await rm(dataDir, { recursive: true, force: true });
    }
  },
};

async function publishFlow(baseUrl: string, clip: string): Promise<string> {
  const { page, close } = await signedInBrowser(baseUrl, {
    email: "figures@example.com",
    password: "a-long-password-for-figures",
  });
  try {
    const flowId = await createFlow(page, "Webhook figure", "empty");
    await pasteDocument(page, clip);
    await publish(page);
    const answer = await page.request.get(`/api/ui/flows/${flowId}`);
    const flow = (await answer.json()) as { hooks: { hookId: string }[] } /* FlowDetail */;
    return `${baseUrl.replace("localhost", "127.0.0.1")}/hooks/${flow.hooks[0]?.hookId}`;
  } finally {
    await close();
  }
}

/** The same mode of work as a queue: answered at once, walked by workers of the same process. */
async function measureQueued(hook: string, pool: Pool, before: number) {
  const start = performance.now();
  const { requests, perSecond } = await runScript<Load>("load.ts", hook, "16", String(loadSeconds));
  await until(async () => (await countRows(pool)).runs === before + requests || undefined);
  return { accepted: perSecond, ended: (requests * 1_000) / (performance.now() - start) };
}

async function countRows(pool: Pool): Promise<{ runs: number; steps: number }> {
  const { rows } = await pool.query<{ runs: string; steps: string }>(
    "SELECT (SELECT count(*) FROM runs WHERE mode = 'live' AND state = 'succeeded') AS runs, (SELECT count(*) FROM run_steps s JOIN runs r ON r.id = s.run_id WHERE r.mode = 'live') AS steps",
  );
  return { runs: Number(rows[0]?.runs), steps: Number(rows[0]?.steps) };
}
