import type { Pool } from "pg";
import {
  dropOwnerLease,
  renewOwnerLease,
  takeBack,
  takeOverExpired,
  takeOverUnowned,
} from "#lib/db/runs/owner-lease.ts";
import type { RunLog } from "./run-runtime.ts";

type LeaseOptions = {
  pool: Pick<Pool, "query">;
  ownerId: string;
  leaseMs: number;
  log: RunLog;
  /** Runs of our own whose journal was lost; emptied as they are taken back. */
  orphans: Set<string>;
  /** Continues a run that is now ours. */
  takeUp: (runId: string) => Promise<unknown>;
};

/**
 * This process's lease: as long as it is renewed, nobody else touches our runs; what other
 * processes left behind when theirs ran out is taken over with a new fence and continued here.
 */
export class OwnerLease {
  readonly #options: LeaseOptions;
  #timer: NodeJS.Timeout | undefined;
  #busy = false;

  constructor(options: LeaseOptions) {
    this.#options = options;
  }

  /** Takes the lease and whatever lies about. Runs taken over go on in the background. */
  async start(): Promise<void> {
    const { pool, ownerId, leaseMs } = this.#options;
    await renewOwnerLease(pool, ownerId, leaseMs / 1000);
    this.#takeUpAll(await takeOverExpired(pool, ownerId));
    this.#takeUpAll(await takeOverUnowned(pool, ownerId));
    this.#timer ??= setInterval(() => void this.#tick(), leaseMs / 3).unref();
  }

  /** Gives the lease back; `clean` when no run is under way, else others may take them at once. */
  async stop(clean: boolean): Promise<void> {
    clearInterval(this.#timer);
    const { pool, ownerId } = this.#options;
    if (clean) await dropOwnerLease(pool, ownerId);
    else await renewOwnerLease(pool, ownerId, 0);
  }

  async #tick(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    const { pool, ownerId, leaseMs, orphans, log } = this.#options;
    try {
      await renewOwnerLease(pool, ownerId, leaseMs / 1000);
      this.#takeUpAll(await takeOverExpired(pool, ownerId));
      if (orphans.size > 0) {
        const lost = [...orphans];
        const taken = await takeBack(pool, ownerId, lost);
        for (const runId of lost) orphans.delete(runId);
        this.#takeUpAll(taken);
      }
    } catch (error) {
      log.warn({ err: error }, "the lease of this process could not be renewed");
    } finally {
      this.#busy = false;
    }
  }

  #takeUpAll(runIds: readonly string[]): void {
    if (runIds.length === 0) return;
    const { takeUp, log } = this.#options;
    log.info({ runs: runIds.length }, "continuing runs that were left behind");
    const queue = [...runIds];
    const work = async () => {
      for (let runId = queue.shift(); runId !== undefined; runId = queue.shift()) {
        await takeUp(runId).catch((error: unknown) =>
          log.error({ err: error, runId }, "a run that was left behind could not be continued"),
        );
      }
    };
    for (let worker = 0; worker < Math.min(8, runIds.length); worker++) void work();
  }
}
