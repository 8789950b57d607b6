import type { Pool } from "pg";
import { claimDueProbes, type DueProbe, saveProbe } from "#lib/db/connections/due-probes.ts";
import { describeError } from "#lib/errors/describe-error.ts";
import { Ticker } from "#lib/schedules/ticker.ts";
import type { ConnectionStore, ProbeResult } from "../contract.ts";
import { judgeProbe } from "./judge-probe.ts";

export type ProbeClockOptions = {
  pool: Pool;
  connections: Pick<ConnectionStore, "probe">;
  log: { warn(facts: object, message: string): void };
  /** How often to look, in ms. Default 15,000. */
  everyMs?: number;
  random?: () => number;
};

/** Connections tested at the same time. */
const batch = 5;
/** A process that has not told of a test by then has died, in ms. */
const leaseMs = 120_000;

/**
 * Tests connections unasked, so that one that has stopped working is known before a run needs it. Any
 * number of processes may have one: each takes connections that are due, and nobody else tests those
 * before its time is over.
 */
export class ProbeClock {
  readonly #options: ProbeClockOptions;
  readonly #ticker: Ticker;

  constructor(options: ProbeClockOptions) {
    this.#options = options;
    this.#ticker = new Ticker({
      everyMs: options.everyMs ?? 15_000,
      round: () => this.round(),
      onError: (error) => options.log.warn({ err: error }, "connections could not be looked at"),
    });
  }

  start(): void {
    this.#ticker.start();
  }

  /** Resolves when nothing of this clock is under way any more. */
  async stop(): Promise<void> {
    await this.#ticker.stop();
  }

  /** Tests what is due now; true when there may be more. */
  async round(): Promise<boolean> {
    const due = await claimDueProbes(this.#options.pool, batch, leaseMs);
    await Promise.all(due.map((row) => this.#probe(row)));
    return due.length === batch;
  }

  async #probe(row: DueProbe): Promise<void> {
    const { pool, connections, log, random = Math.random } = this.#options;
    const result = await connections
      .probe(row.workspaceId, row.id)
      .catch((error: unknown): ProbeResult => {
        // It could not even be read: its key is missing, say.
        const { message } = describeError(error);
        const at = new Date().toISOString();
        return { outcome: { ok: false, at, message, durationMs: 0 }, expiresAt: null };
      });
    try {
      await saveProbe(pool, row, result, judgeProbe(row, result.outcome, random()));
    } catch (error) {
      log.warn({ err: error, connectionId: row.id }, "a connection's test could not be recorded");
    }
  }
}
