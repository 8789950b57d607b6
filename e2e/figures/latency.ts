import { startBench } from "./burst-bench.ts";
import { burstFlow } from "./burst-flow.ts";
import { atLeast, atMost, exactly, type Figure, plain, type Row } from "./figure.ts";
import { controlOf, runBlocks } from "./idle-control.ts";
import { runScript } from "./spawn-script.ts";

type Sampled = {
  samples: number;
  missing: number;
  p50: number;
  p95: number;
  p99: number;
  max: number;
};

const samples = 500;
const places = [
  { name: "worker in the same process", roles: ["web,worker"] },
  { name: "worker in another process", roles: ["web", "worker"] },
] as const;

/**
 * How soon a queued run begins: from the 202 at the sender to the arrival of the first executor's
 * call at an upstream, sender and upstream in processes of their own on one monotonic clock.
 */
export const latency: Figure = {
  name: "latency",
  summary: "202 to the first call of the run's first action, 500 queued runs one at a time",
  bars: ["p50 at most 10 ms", "p95 at most 25 ms", "worker in the same and in another process"],
  async run(log) {
    const rows: Row[] = [];
    const controls: number[] = [];
    let voided = 0;
    for (const { name, roles } of places) {
      log(`  ${name}`);
      const bench = await startBench({ roles, upstream: "latency-upstream.ts" });
      try {
        const { hook } = await bench.publishFlow("Latency figure", burstFlow(bench.upstream));
        const sample = (count: number, first: number) =>
          runScript<Sampled>(
            "latency-sender.ts",
            ...[hook, bench.upstream, String(count), String(first)],
          );
        await sample(100, 0);
        const blocks = await runBlocks(1, (index) => sample(samples, (index + 1) * 10_000), log);
        controls.push(...blocks.controls);
        voided += blocks.voided;
        const [measured] = blocks.valid;
        rows.push(
          atLeast(`${name}: samples`, measured?.samples ?? 0, "", samples),
          exactly("  runs that never called", measured?.missing ?? Number.NaN, "", 0),
          atMost("  p50", measured?.p50 ?? Number.NaN, "ms", 10),
          atMost("  p95", measured?.p95 ?? Number.NaN, "ms", 25),
          plain("  p99", measured?.p99 ?? Number.NaN, "ms"),
          plain("  longest", measured?.max ?? Number.NaN, "ms"),
        );
      } finally {
        await bench.stop();
      }
    }
    return { rows, control: controlOf({ controls, voided }) };
  },
};
