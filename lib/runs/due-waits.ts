import type { Pool } from "pg";
import { inTransaction } from "#lib/db/queue/in-transaction.ts";
import { keepArrival, wakeDueWaits, wakeWait } from "#lib/db/queue/wake-waits.ts";
import { storableJson } from "#lib/db/runs/storable-json.ts";
import { isConnectionLoss } from "#lib/errors/connection-loss.ts";
import type { Arrival } from "#lib/nodes/contract.ts";
import type { RunDoorbells } from "#lib/queue/start-queue.ts";
import type { RunLog } from "./run-runtime.ts";

/** How late a delay may end, in ms, beside what the queue takes. */
const scanMs = 250;
const maxBatch = 200;

export type DueWaitsOptions = {
  pool: Pick<Pool, "query" | "connect">;
  queue: Pick<RunDoorbells, "ring">;
  log: RunLog;
};

/** Wakes runs whose delay is over or whose wait has lasted too long. Any number of processes may. */
export class DueWaits {
  readonly #options: DueWaitsOptions;
  #timer: NodeJS.Timeout | undefined;
  #scanning: Promise<void> | undefined;
  #stopped = false;

  constructor(options: DueWaitsOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer ??= setInterval(() => this.#tick(), scanMs);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#scanning;
  }

  #tick(): void {
    this.#scanning ??= this.#scanAll().finally(() => {
      this.#scanning = undefined;
    });
  }

  async #scanAll(): Promise<void> {
    try {
      while (!this.#stopped && (await this.scan()) > 0);
    } catch (error) {
      if (isConnectionLoss(error)) return; // the next scan finds them
      this.#options.log.error({ err: error }, "waits that are over could not be ended");
    }
  }

  /** Wakes what is due now, 200 waits at most; how many runs were woken. */
  async scan(): Promise<number> {
    const { pool, queue } = this.#options;
    return inTransaction(pool, async (client) => {
      const runs = await wakeDueWaits(client, maxBatch);
      await queue.ring(
        client,
        runs.map((run) => ({ ...run, begun: true })),
      );
      return runs.length;
    });
  }
}

/**
 * Hands what arrived to a wait and puts its run to the queue, in one transaction: for callbacks and
 * the ends of called runs. While the run is under way elsewhere in its flow, the arrival is kept, and
 * the run goes on with it as soon as it rests. False when the wait is over, was answered before or
 * does not exist.
 */
export async function enqueueResumption(
  { pool, queue }: Omit<DueWaitsOptions, "log">,
  waitId: string,
  arrival: Arrival,
): Promise<boolean> {
  const storable = storableJson(arrival);
  return inTransaction(pool, async (client) => {
    const run = await wakeWait(client, waitId, storable);
    if (run === null) return keepArrival(client, waitId, storable);
    await queue.ring(client, [{ ...run, begun: true }]);
    return true;
  });
}
