import { setTimeout as pause } from "node:timers/promises";
import { type Bench, startBench } from "./burst-bench.ts";
import { callsOf, clock, hasEnded, repeatsIn, untilEnded } from "./faults-check.ts";
import { faultsFlow } from "./faults-flow.ts";
import type { Sent } from "./faults-sender.ts";
import { atMost, exactly, type Figure, plain } from "./figure.ts";
import { controlOf, runBlocks } from "./idle-control.ts";
import { runScript } from "./spawn-script.ts";
import { median } from "./statistics.ts";

const blocks = 3;
const rate = 40;
const seconds = 6;
/** What was on its way when the signal came may still be taken. */
const graceMs = 250;

type Stop = { at: number; exitMs: number; code: number | null; inHand: number; sent: Sent[] };

/** SIGTERM while webhooks come in and runs are under way, over and over. */
export const drain: Figure = {
  name: "drain",
  summary: "SIGTERM under load: what is taken, how long it takes, what is left behind",
  bars: [
    "exit 0 within 30 s",
    "nothing new is taken after the signal",
    "0 runs lost, 0 calls repeated",
  ],
  async run(log) {
    const bench = await startBench({
      roles: ["web,worker"],
      upstream: "faults-upstream.ts",
      upstreamArguments: ["100", "600"],
    });
    try {
      const { hook } = await bench.publishFlow("Drain figure", faultsFlow(bench.upstream));
      const stops: Stop[] = [];
      const measured = await runBlocks(
        blocks,
        async () => {
          const stop = await drainOnce(bench, hook, stops.length * rate * seconds);
          stops.push(stop);
          log(
            `  SIGTERM with ${stop.inHand} runs in hand: exit ${stop.code} after ${(stop.exitMs / 1_000).toFixed(1)} s`,
          );
          return stop;
        },
        log,
      );
      const runs = await untilEnded(bench, 60);
      const calls = await callsOf(bench);
      const { repeated } = repeatsIn(calls);
      const known = new Set(runs.map(({ n }) => n));
      const sent = stops.flatMap((stop) => stop.sent);
      const accepted = sent.filter(({ status }) => status === 202);
      const takenLate = stops.flatMap(({ at, exitMs, sent: of }) =>
        of.filter(
          ({ status, ...one }) => status === 202 && one.at > at + graceMs && one.at < at + exitMs,
        ),
      );
      const firstCalls = calls.filter(({ path }) => path.startsWith("/look/"));
      const begunLate = stops.flatMap(({ at, exitMs }) =>
        firstCalls.filter((call) => call.at > at + graceMs && call.at < at + exitMs),
      );
      const exits = measured.valid.map(({ exitMs }) => exitMs / 1_000);
      return {
        control: controlOf(measured),
        rows: [
          exactly("blocks that count", measured.valid.length, "", blocks),
          plain(
            "runs in hand at the signals",
            stops.reduce((sum, { inHand }) => sum + inHand, 0),
            "",
          ),
          plain("exit after, median", median(exits), "s"),
          atMost("exit after, longest", Math.max(...exits), "s", 30),
          exactly(
            "exits with another code than 0",
            stops.filter(({ code }) => code !== 0).length,
            "",
            0,
          ),
          exactly("webhooks accepted after the signal", takenLate.length, "", 0),
          exactly("runs begun after the signal", begunLate.length, "", 0),
          plain("webhooks accepted", accepted.length, ""),
          exactly("accepted and lost", accepted.filter(({ n }) => !known.has(n)).length, "", 0),
          exactly("runs more than webhooks", runs.length - known.size, "", 0),
          exactly("runs that have not ended", runs.filter((run) => !hasEnded(run)).length, "", 0),
          exactly("runs that failed", runs.filter(({ state }) => state === "failed").length, "", 0),
          exactly("calls repeated", repeated.length, "", 0),
        ],
      };
    } finally {
      await bench.stop();
    }
  },
};

/** Stops the one process under load, and starts another at the same address. */
async function drainOnce(bench: Bench, hook: string, first: number): Promise<Stop> {
  const product = bench.products.at(-1);
  if (product === undefined) throw new Error("there is no process");
  const sending = runScript<Sent[]>(
    "faults-sender.ts",
    ...[hook, String(rate), String(seconds), String(first)],
  );
  await pause(2_000 + Math.random() * 1_500);
  const { rows } = await bench.pool.query<{ running: number }>(
    "SELECT count(*)::int AS running FROM runs WHERE state = 'running'",
  );
  const at = clock();
  const code = await product.stop("SIGTERM");
  const exitMs = clock() - at;
  const sent = await sending;
  await bench.addProduct("web,worker", product.port);
  return { at, exitMs, code, inHand: rows[0]?.running ?? 0, sent };
}
