import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { type Bench, startBench } from "./burst-bench.ts";
import { callsOf, clock, hasEnded, repeatsIn, untilEnded } from "./faults-check.ts";
import { faultsFlow } from "./faults-flow.ts";
import type { Sent } from "./faults-sender.ts";
import { atLeast, exactly, type Figure, plain } from "./figure.ts";
import { controlOf, runBlocks } from "./idle-control.ts";
import { runScript } from "./spawn-script.ts";

/** A process's lease on its runs, in ms. */
const leaseMs = 8_000;
const webhooks = 60;

type Stopped = {
  inHand: number;
  /** Whether all of them had ended elsewhere before it went on. */
  ended: boolean;
  changed: boolean;
  refusals: number;
  callsAfter: number;
};

/** A worker stands still (SIGSTOP) until others have ended its runs, and then goes on. */
export const fence: Figure = {
  name: "fence",
  summary: "a worker stopped for two leases and continued: what it still does to its runs",
  bars: ["at least 20 runs in hand", "the journal unchanged by it", "at least one refusal"],
  async run(log) {
    const bench = await startBench({
      roles: ["web", "worker"],
      upstream: "faults-upstream.ts",
      upstreamArguments: ["1000", "2000"],
    });
    try {
      const { hook } = await bench.publishFlow("Fence figure", faultsFlow(bench.upstream));
      let first = 0;
      const all: Stopped[] = [];
      const measured = await runBlocks(
        1,
        async () => {
          const stopped = await stopWorker(bench, hook, first);
          first += webhooks;
          all.push(stopped);
          log(`  ${stopped.inHand} runs in hand, ${stopped.refusals} refusals`);
          return stopped;
        },
        log,
      );
      const runs = await untilEnded(bench, 30);
      const { once } = repeatsIn(await callsOf(bench));
      return {
        control: controlOf(measured),
        rows: [
          exactly("blocks that count", measured.valid.length, "", 1),
          atLeast("runs in hand", Math.min(...all.map(({ inHand }) => inHand)), "", 20),
          exactly("  not ended elsewhere", all.filter(({ ended }) => !ended).length, "", 0),
          exactly("journals changed by it", all.filter(({ changed }) => changed).length, "", 0),
          atLeast("refusals", Math.min(...all.map(({ refusals }) => refusals)), "", 1),
          exactly(
            "calls made by it once continued",
            all.reduce((sum, { callsAfter }) => sum + callsAfter, 0),
            "",
            0,
          ),
          exactly("calls repeated that must not be", once, "", 0),
          exactly("runs lost", first - runs.length, "", 0),
          plain("  uncertain", runs.filter(({ code }) => code === "step_uncertain").length, ""),
        ],
      };
    } finally {
      await bench.stop();
    }
  },
};

async function stopWorker(bench: Bench, hook: string, first: number): Promise<Stopped> {
  const worker = bench.products.at(-1);
  if (worker === undefined) throw new Error("there is no worker");
  await runScript<Sent[]>("faults-sender.ts", ...[hook, String(webhooks), "1", String(first)]);
  await pause(1_000);
  process.kill(worker.pid, "SIGSTOP");
  const stoppedAt = clock();
  try {
    const { rows } = await bench.pool.query<{ id: string }>(
      "SELECT id FROM runs WHERE state = 'running'",
    );
    await bench.addProduct("worker");
    const runs = await untilEnded(bench, 60);
    await pause(Math.max(0, stoppedAt + 2 * leaseMs - clock()));
    const before = await journalOf(bench);
    const continuedAt = clock();
    process.kill(worker.pid, "SIGCONT");
    const refusals = await refusalsOf(worker.port, rows.length);
    // What it would do by mistake, it does now.
    await pause(3_000);
    const callsAfter = (await callsOf(bench)).filter(({ at }) => at > continuedAt).length;
    return {
      inHand: rows.length,
      ended: runs.every(hasEnded),
      changed: (await journalOf(bench)) !== before,
      refusals,
      callsAfter,
    };
  } finally {
    process.kill(worker.pid, "SIGCONT");
  }
}

/** A digest of every run and step, as Postgres holds them. */
async function journalOf(bench: Bench): Promise<string> {
  const hash = createHash("sha256");
  for (const table of ["runs", "run_steps"]) {
    const { rows } = await bench.pool.query<{ row: string }>(
      `SELECT t::text AS row FROM ${table} t ORDER BY 1`,
    );
    for (const { row } of rows) hash.update(row);
  }
  return hash.digest("hex");
}

/** How many runs the process says it had to let go of, once it says so of `expected`, or after 10 s. */
async function refusalsOf(port: number, expected: number): Promise<number> {
  const until = clock() + 10_000;
  for (;;) {
    const text = await fetch(`http://127.0.0.1:${port}/metrics`).then((answer) => answer.text());
    const counted = Number(/^patchbay_runs_taken_over_total (\d+)/m.exec(text)?.[1] ?? 0);
    if (counted >= expected || clock() > until) return counted;
    await pause(100);
  }
}
