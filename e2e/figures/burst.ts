import { type Bench, startBench } from "./burst-bench.ts";
import { burstFlow } from "./burst-flow.ts";
import { answerTogether } from "./burst-order.ts";
import { until } from "./burst-until.ts";
import { atLeast, exactly, type Figure, plain } from "./figure.ts";
import { controlOf, runBlocks } from "./idle-control.ts";
import { runScript } from "./spawn-script.ts";
import { median } from "./statistics.ts";

type Sent = { accepted: number; refused: number; ms: number };
type Drained = { single: number; batched: number };
type Block = { perSecond: number; acceptedPerSecond: number; refused: number; drained: Drained };

const webhooks = 2_000;
const connections = 64;
const conversations = 100;
const messagesEach = 20;

/**
 * 2,000 webhooks that are answered at once, from the first accepted to the last run that ended, by
 * the database's own times; against pg-boss alone draining as many jobs that do nothing. And many
 * messages at once in many conversations: each is to be answered in the order of the transcript.
 */
export const burst: Figure = {
  name: "burst",
  summary: "2,000 queued webhooks to the end of the last run; 2,000 chat messages in order",
  bars: [
    "at least 400 runs a second of a five-node flow",
    "at least 0.4 of pg-boss draining as many no-op jobs, one a call in 8 workers",
    "100 conversations × 20 messages at once: 0 order violations",
  ],
  async run(log) {
    const bench = await startBench();
    try {
      const { hook } = await bench.publishFlow("Burst figure", burstFlow(bench.upstream));
      log(
        "  pg-boss: work() with batchSize 1, localConcurrency 8, notifyWorker, a partitioned queue",
      );
      log("  the workspace's limits are the product's defaults");
      log("  warming up");
      await burstOnce(bench, hook);
      const drain = () => runScript<Drained>("burst-drain.ts", bench.databaseUrl, String(webhooks));
      await drain();
      const blocks = await runBlocks<Block>(
        5,
        async (index) => {
          // Interleaved, and each side first in every other block.
          const before = index % 2 === 0 ? undefined : await drain();
          const ours = await burstOnce(bench, hook);
          const drained = before ?? (await drain());
          log(
            `  block ${index + 1}: ${Math.round(ours.perSecond)} runs/s, accepted at ${Math.round(ours.acceptedPerSecond)}/s; pg-boss ${Math.round(drained.single)} jobs/s, batched ${Math.round(drained.batched)}`,
          );
          return { ...ours, drained };
        },
        log,
      );
      const runs = await countRuns(bench);
      log(`  ${conversations} conversations × ${messagesEach} messages`);
      const order = await answerTogether(bench, conversations, messagesEach);
      const pick = (read: (block: Block) => number) => blocks.valid.map(read);
      return {
        control: controlOf(blocks),
        rows: [
          atLeast("blocks that count", blocks.valid.length, "", 5),
          atLeast("runs a second", median(pick((b) => b.perSecond)), "/s", 400),
          plain("accepted a second", median(pick((b) => b.acceptedPerSecond)), "/s"),
          plain("pg-boss, one job a call", median(pick((b) => b.drained.single)), "jobs/s"),
          atLeast("ratio to it", median(pick((b) => b.perSecond / b.drained.single)), "", 0.4),
          plain("pg-boss, batches of 50", median(pick((b) => b.drained.batched)), "jobs/s"),
          plain("ratio to it", median(pick((b) => b.perSecond / b.drained.batched)), ""),
          exactly("webhooks refused", Math.max(...pick((b) => b.refused)), "", 0),
          exactly("runs that did not succeed", runs.others, "", 0),
          exactly("steps a run", runs.stepsEach, "", 5),
          exactly("messages refused", order.refused, "", 0),
          exactly("messages compared", order.compared, "", conversations * messagesEach),
          exactly("messages without their answer", order.unanswered, "", 0),
          exactly("order violations", order.violations, "", 0),
          plain("messages answered a second", order.perSecond, "/s"),
        ],
      };
    } finally {
      await bench.stop();
    }
  },
};

async function burstOnce(bench: Bench, hook: string): Promise<Omit<Block, "drained">> {
  const { rows: before } = await bench.pool.query<{ at: Date }>("SELECT clock_timestamp() AS at");
  const from = before[0]?.at;
  const sent = await runScript<Sent>(
    "burst-sender.ts",
    ...[hook, String(webhooks), String(connections)],
  );
  const seconds = await until(async () => {
    const { rows } = await bench.pool.query<{ ended: number; seconds: number }>(
      `SELECT count(finished_at)::int AS ended,
         extract(epoch FROM max(finished_at) - min(queued_at))::float8 AS seconds
       FROM runs WHERE trigger_kind = 'webhook' AND queued_at >= $1`,
      [from],
    );
    const [row] = rows;
    return row !== undefined && row.ended >= sent.accepted ? row.seconds : undefined;
  });
  return {
    perSecond: sent.accepted / seconds,
    acceptedPerSecond: (sent.accepted * 1_000) / sent.ms,
    refused: sent.refused,
  };
}

async function countRuns({ pool }: Bench): Promise<{ others: number; stepsEach: number }> {
  const { rows } = await pool.query<{ others: number; runs: number; steps: number }>(
    `SELECT count(*) FILTER (WHERE state <> 'succeeded')::int AS others, count(*)::int AS runs,
       (SELECT count(*)::int FROM run_steps s JOIN runs r ON r.id = s.run_id
        WHERE r.trigger_kind = 'webhook') AS steps
     FROM runs WHERE trigger_kind = 'webhook'`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error("nothing was counted");
  return { others: row.others, stepsEach: row.steps / row.runs };
}
