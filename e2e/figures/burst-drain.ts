import { PgBoss } from "pg-boss";

/**
 * What pg-boss alone does on the same Postgres, in a process and a schema of its own: drains jobs
 * whose handler does nothing from a partitioned queue with `notify`. Arguments: database, jobs.
 * Prints one JSON line: jobs a second with one job a call in 8 workers, each told of further work by
 * `notifyWorker`, and with batches of 50 in 2 workers.
 */
const [connectionString = "", jobs] = process.argv.slice(2);
const count = Number(jobs);
const boss = new PgBoss({
  connectionString,
  schema: "figure_drain",
  max: 10,
  useListenNotify: true,
  supervise: false,
  schedule: false,
});
boss.on("error", (error) => process.stderr.write(`${error.message}\n`));
await boss.start();
const single = await drain("single", { batchSize: 1, localConcurrency: 8 });
const batched = await drain("batched", {
  batchSize: 50,
  localConcurrency: 2,
  burstWhenBatchFull: true,
});
await boss.stop({ graceful: false });
process.stdout.write(`${JSON.stringify({ single, batched })}\n`);
process.exit();

async function drain(
  kind: string,
  options: { batchSize: number; localConcurrency: number; burstWhenBatchFull?: boolean },
): Promise<number> {
  const queue = `${kind}_${process.pid}`;
  await boss.createQueue(queue, { partition: true, notify: true });
  await boss.insert(
    queue,
    Array.from({ length: count }, (_, n) => ({ data: { n } })),
  );
  const drained = Promise.withResolvers<void>();
  let done = 0;
  const start = performance.now();
  const intervals = { pollingIntervalSeconds: 0.5, notifyPollingIntervalSeconds: 0.5 };
  await boss.work(queue, { ...options, ...intervals }, async (handled) => {
    done += handled.length;
    // Else each worker rests until the next poll.
    for (const worker of boss.getWipData()) {
      if (worker.name === queue) boss.notifyWorker(worker.id);
    }
    if (done >= count) drained.resolve();
  });
  await drained.promise;
  const seconds = (performance.now() - start) / 1_000;
  await boss.offWork(queue);
  return count / seconds;
}
