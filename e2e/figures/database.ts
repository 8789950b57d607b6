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
const rate = 50;
/** When Postgres stops in a block, how long it stays away, when its answers count again, and the end. */
const [stopAt, awayFor, againAfter, measureFor] = [8, 3, 10, 6];
const seconds = stopAt + awayFor + againAfter + measureFor + 1;

type Outage = { downAt: number; upAt: number; before: number; after: number; sent: Sent[] };

/** Postgres is stopped at once (as by a crash) and started again while webhooks come in. */
export const database: Figure = {
  name: "database",
  summary: "Postgres stopped (immediate) and started 3 times under load",
  bars: [
    "no accepted webhook lost",
    "no 2xx while it is down",
    "p50 of the answers at most twice the one before, 10 s after",
  ],
  async run(log) {
    const bench = await startBench({
      upstream: "faults-upstream.ts",
      upstreamArguments: ["10", "60"],
    });
    try {
      const { hook } = await bench.publishFlow("Database figure", faultsFlow(bench.upstream));
      const outages: Outage[] = [];
      const measured = await runBlocks(
        blocks,
        async () => {
          const outage = await stopOnce(bench, hook, outages.length * rate * seconds);
          outages.push(outage);
          log(
            `  away for ${((outage.upAt - outage.downAt) / 1_000).toFixed(1)} s; p50 ${outage.before.toFixed(1)} ms before, ${outage.after.toFixed(1)} ms after`,
          );
          return outage;
        },
        log,
      );
      const runs = await untilEnded(bench, 60);
      const known = new Set(runs.map(({ n }) => n));
      const sent = outages.flatMap((outage) => outage.sent);
      const accepted = sent.filter(({ status }) => status === 202);
      const whileDown = outages.flatMap(({ downAt, upAt, sent: of }) =>
        of.filter(({ status, at, endedAt }) => status === 202 && at > downAt && endedAt < upAt),
      );
      const refused = sent.filter(({ status }) => status !== 202);
      const { repeated, once } = repeatsIn(await callsOf(bench));
      const uncertain = runs.filter(({ code }) => code === "step_uncertain");
      return {
        control: controlOf(measured),
        rows: [
          exactly("blocks that count", measured.valid.length, "", blocks),
          plain("webhooks sent", sent.length, ""),
          plain("  accepted", accepted.length, ""),
          plain("  refused with 503", refused.filter(({ status }) => status === 503).length, ""),
          exactly(
            "  refused in another way",
            refused.filter(({ status }) => status !== 503).length,
            "",
            0,
          ),
          exactly("accepted and lost", accepted.filter(({ n }) => !known.has(n)).length, "", 0),
          exactly("runs more than webhooks", runs.length - known.size, "", 0),
          exactly("2xx while it was down", whileDown.length, "", 0),
          exactly("runs that have not ended", runs.filter((run) => !hasEnded(run)).length, "", 0),
          exactly(
            "runs failed for another reason than uncertain",
            runs.filter(({ state }) => state === "failed").length - uncertain.length,
            "",
            0,
          ),
          plain("  uncertain", uncertain.length, ""),
          plain("calls repeated that may be", repeated.length - once, ""),
          exactly("calls repeated that must not be", once, "", 0),
          plain("p50 before", median(measured.valid.map(({ before }) => before)), "ms"),
          plain("p50 10 s after", median(measured.valid.map(({ after }) => after)), "ms"),
          atMost(
            "  ratio, largest",
            Math.max(...measured.valid.map(({ before, after }) => after / before)),
            "",
            2,
          ),
        ],
      };
    } finally {
      await bench.stop();
    }
  },
};

async function stopOnce(bench: Bench, hook: string, first: number): Promise<Outage> {
  const begunAt = clock();
  const sending = runScript<Sent[]>(
    "faults-sender.ts",
    ...[hook, String(rate), String(seconds), String(first)],
  );
  await pause(stopAt * 1_000);
  const stoppedAt = clock();
  await bench.stopDatabase();
  const downAt = clock();
  await pause(awayFor * 1_000);
  const upAt = clock();
  await bench.startDatabase();
  const thereAt = clock();
  const sent = await sending;
  const p50 = (from: number, to: number) =>
    median(
      sent
        .filter(({ status, at }) => status === 202 && at >= from && at < to)
        .map(({ at, endedAt }) => endedAt - at),
    );
  return {
    downAt,
    upAt,
    // The sender takes a moment to start.
    before: p50(begunAt + 2_000, stoppedAt - 100),
    after: p50(thereAt + againAfter * 1_000, Number.POSITIVE_INFINITY),
    sent,
  };
}
