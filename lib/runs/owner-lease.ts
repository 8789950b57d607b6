import type { Pool } from "pg";
import { inTransaction } from "#lib/db/queue/in-transaction.ts";
import { dropOwnerLease, giveBack, renewOwnerLease } from "#lib/db/runs/owner-lease.ts";
import type { RunDoorbells } from "#lib/queue/start-queue.ts";
import type { RunLog } from "./run-runtime.ts";

export type LeaseOptions = {
  pool: Pick<Pool, "query" | "connect">;
  queue: Pick<RunDoorbells, "ring">;
  ownerId: string;
  /** How long a lease holds, in ms; it is renewed four times in that. */
  leaseMs: number;
  log: RunLog;
  /** Runs of our own whose journal was lost; emptied as they are put to the queue. */
  orphans: Set<string>;
  /**
   * The lease ran out before it could be renewed: others may walk our runs by now, so nothing more
   * may be done for them here.
   */
  onLost: () => void;
};

/** This process's lease: as long as it is renewed, nobody else touches our runs. */
export class OwnerLease {
  readonly #options: LeaseOptions;
  #timer: NodeJS.Timeout | undefined;
  #busy = false;
  #heldUntil = Number.NEGATIVE_INFINITY;
  #told = false;

  constructor(options: LeaseOptions) {
    this.#options = options;
  }

  /** Whether our runs are ours for certain. */
  get holds(): boolean {
    return performance.now() < this.#heldUntil;
  }

  /** Takes the lease. Rejects when the database cannot be reached. */
  async start(): Promise<void> {
    await this.#renew();
    this.#timer ??= setInterval(() => this.#tick(), this.#options.leaseMs / 4).unref();
  }

  /**
   * Gives the lease back, and what is still under way to the queue. Whoever walks those runs must
   * have been stopped before.
   */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#giveBack(null);
    await dropOwnerLease(this.#options.pool, this.#options.ownerId);
  }

  /** Looks at the clock in any case: a renewal that hangs must not hide that time is up. */
  #tick(): void {
    if (!this.holds && !this.#told) {
      this.#told = true;
      this.#options.log.error({}, "the lease of this process ran out; its runs go on elsewhere");
      this.#options.onLost();
    }
    if (this.#busy) return;
    this.#busy = true;
    void this.#keep().finally(() => {
      this.#busy = false;
    });
  }

  async #keep(): Promise<void> {
    const { orphans, log, leaseMs } = this.#options;
    try {
      // What was let go of while the lease was lost, and that nobody has taken over.
      if (this.#told) await within(leaseMs / 2, this.#giveBack(null));
      await this.#renew();
      if (orphans.size === 0) return;
      const lost = [...orphans];
      await this.#giveBack(lost);
      for (const runId of lost) orphans.delete(runId);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log.warn({ reason }, "the lease of this process could not be renewed");
    }
  }

  /** Puts runs of ours to the queue: all, or those named. */
  async #giveBack(runIds: readonly string[] | null): Promise<void> {
    const { pool, queue, ownerId } = this.#options;
    await inTransaction(pool, async (client) => {
      const runs = await giveBack(client, ownerId, runIds);
      await queue.ring(
        client,
        runs.map((run) => ({ ...run, begun: true, interrupted: true, from: ownerId })),
      );
    });
  }

  async #renew(): Promise<void> {
    const { pool, ownerId, leaseMs } = this.#options;
    // From when it was asked for: the answer may be late.
    const askedAt = performance.now();
    await within(leaseMs / 2, renewOwnerLease(pool, ownerId, leaseMs / 1000));
    this.#heldUntil = askedAt + leaseMs;
    this.#told = false;
  }
}

/** A connection that hangs must not keep the next try, over another one, from being made. */
async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("The database did not answer in time.")), ms);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
