import type { Pool } from "pg";
import { inTransaction } from "#lib/db/queue/in-transaction.ts";
import { findForgotten, forgottenAtOnce } from "#lib/db/queue/ring-forgotten.ts";
import { closeLeftWaits } from "#lib/db/queue/wake-waits.ts";
import { type Reclaimed, reclaimExpired, reclaimUnowned } from "#lib/db/runs/owner-lease.ts";
import { isConnectionLoss } from "#lib/errors/connection-loss.ts";
import { describeError, type ErrorInfo } from "#lib/errors/describe-error.ts";
import { EngineError } from "#lib/errors/engine-error.ts";
import type { RunDoorbells } from "#lib/queue/start-queue.ts";
import type { RunLog } from "./run-runtime.ts";

/** How often what is rarely needed is looked for, in ms. */
const sweepMs = 10_000;

export type ReaperOptions = {
  pool: Pick<Pool, "query" | "connect">;
  queue: Pick<RunDoorbells, "ring">;
  /** How often expired leases are looked for, in ms. */
  everyMs: number;
  log: RunLog;
  /** Told of runs that were given up, once that is on disk: whoever waits for them should hear. */
  onAbandoned?: (runIds: string[]) => void | Promise<void>;
};

/**
 * Puts runs back to the queue whose process died: their fence grows, and any worker goes on from
 * their journal. Also finds queued runs without a doorbell. Any number of processes may do this.
 */
export class Reaper {
  readonly #options: ReaperOptions;
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void> | undefined;
  #sweepAt = Number.NEGATIVE_INFINITY;

  constructor(options: ReaperOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer ??= setInterval(() => this.#tick(), this.#options.everyMs);
    this.#tick();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#working;
  }

  #tick(): void {
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined;
    });
  }

  async #work(): Promise<void> {
    try {
      await this.reap();
      const begunAt = performance.now();
      if (begunAt < this.#sweepAt) return;
      await this.sweep();
      const now = performance.now();
      // Over a very long queue it takes its time, and must not take all of it.
      this.#sweepAt = now + Math.max(sweepMs, 20 * (now - begunAt));
    } catch (error) {
      if (isConnectionLoss(error)) return; // the next round finds them
      this.#options.log.error({ err: error }, "runs left behind could not be looked after");
    }
  }

  /** Puts the runs of processes whose lease ran out to the queue; how many. */
  reap(): Promise<number> {
    return this.#reclaim(reclaimExpired);
  }

  /** Runs whose owner has no lease, queued runs without a doorbell, waits of ended runs. */
  async sweep(): Promise<void> {
    const { pool, queue, log } = this.#options;
    await this.#reclaim(reclaimUnowned);
    let rung: number;
    do {
      rung = await inTransaction(pool, async (client) => {
        const forgotten = await findForgotten(client);
        await queue.ring(client, forgotten);
        return forgotten.length;
      });
      if (rung > 0) log.warn({ runs: rung }, "queued runs had been forgotten");
    } while (rung === forgottenAtOnce);
    await closeLeftWaits(pool);
  }

  async #reclaim(
    find: (
      client: Parameters<typeof reclaimExpired>[0],
      abandoned: ErrorInfo,
    ) => Promise<Reclaimed[]>,
  ): Promise<number> {
    const { pool, queue, log, onAbandoned } = this.#options;
    const runs = await inTransaction(pool, async (client) => {
      const reclaimed = await find(client, abandonedInfo);
      const queued = reclaimed.filter(({ state }) => state === "queued");
      await queue.ring(
        client,
        queued.map(({ ownerId, ...run }) => ({
          ...run,
          ...{ begun: true, interrupted: true, from: ownerId },
        })),
      );
      return reclaimed;
    });
    if (runs.length > 0) log.info({ runs: runs.length }, "runs that were left behind go on");
    const given = runs.filter(({ state }) => state === "failed").map(({ runId }) => runId);
    if (given.length > 0) {
      log.error({ runs: given }, "runs were given up: whoever walked them died, again and again");
      await onAbandoned?.(given);
    }
    return runs.length;
  }
}

const abandonedInfo = describeError(
  new EngineError(
    "run_abandoned",
    "This run was given up: it was interrupted again and again, each time before it could end.",
    { next: "Look at its last step; then start the run again." },
  ),
);
